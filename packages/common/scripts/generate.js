// Writes src/generated from docs/openapi.json.

import { mkdir, rm, writeFile } from "node:fs/promises";

import { GENERATED, generatedFiles } from "./generated-files.js";

await rm(GENERATED, { recursive: true, force: true });
await mkdir(GENERATED, { recursive: true });
for (const [name, text] of await generatedFiles()) {
  await writeFile(new URL(name, GENERATED), text);
}

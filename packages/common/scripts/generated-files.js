// What is in src/generated, made from docs/openapi.json.

import { readFile } from "node:fs/promises";

import { apiTypes } from "./api-types.js";
import { clientModule } from "./client-module.js";
import { limitModule } from "./limit-module.js";
import { schemaModule } from "./schema-module.js";
import { typeModule } from "./type-module.js";

export const DOCUMENT = new URL("../../../docs/openapi.json", import.meta.url);
export const GENERATED = new URL("../src/generated/", import.meta.url);

const HEADER = `// Generated from docs/openapi.json by \`npm run generate\`: do not edit.\n\n`;

/**
 * The files by name.
 *
 * @returns {Promise<Map<string, string>>}
 */
export async function generatedFiles() {
  const document = JSON.parse(await readFile(DOCUMENT, "utf8"));
  return new Map([
    ["api.ts", HEADER + (await apiTypes(document))],
    ["types.ts", HEADER + typeModule(document)],
    ["limits.ts", HEADER + limitModule(document)],
    ["schemas.ts", HEADER + schemaModule(document)],
    ["client.ts", HEADER + clientModule(document)],
  ]);
}

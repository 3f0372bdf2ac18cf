import { readdir, readFile } from "node:fs/promises";

import { expect, test } from "vitest";

import { GENERATED, generatedFiles } from "../scripts/generated-files.js";

test("what is generated is checked in as `npm run generate` makes it", async () => {
  const expected = await generatedFiles();
  expect((await readdir(GENERATED)).sort()).toEqual([...expected.keys()].sort());
  for (const [name, text] of expected) {
    expect(await readFile(new URL(name, GENERATED), "utf8"), name).toBe(text);
  }
});

import { expect, test } from "vitest";

import { decodeNamedCharacterReference, loadEntities, namesEntities } from "./entities.ts";

test("names of characters are known once they are there, and nothing else is", async () => {
  expect(namesEntities("&copy;")).toBe(true);
  expect(namesEntities("Q&A, &#106;, a & b")).toBe(true);
  expect(namesEntities("&#106; a & b")).toBe(false);
  await loadEntities();
  expect(decodeNamedCharacterReference("copy")).toBe("©");
  expect(decodeNamedCharacterReference("nosuchname")).toBe(false);
  expect(decodeNamedCharacterReference("constructor")).toBe(false);
});

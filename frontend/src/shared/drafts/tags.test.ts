import { expect, test } from "vitest";

import { tagKey, tagOf, withTag } from "./tags.ts";

test.each([
  [["Rust", "#rust", " RUST ", "##Rust"], "rust"],
  [["Café", "cafe\u0301", "CAFÉ"], "café"],
  [["Web  Assembly", "web\u00a0assembly"], "web assembly"],
  [["Straße", "STRASSE"], "strasse"],
  [["ΟΔΟΣ", "οδος", "οδοσ"], "οδοσ"],
  [["C#", "c#"], "c#"],
])("the spellings of a tag have one key, as on the server: %j", (spellings, key) => {
  for (const spelling of spellings) expect(tagKey(spelling)).toBe(key);
});

test.each(["", " ", "#", ".", "..", "a/b", "a\\b", "a,b", "<b>", "a\0b", "t".repeat(51)])(
  "a tag can be part of an address and a list: %j",
  (text) => expect(tagOf(text)).toBeNull(),
);

test("a tag is added once", () => {
  expect(withTag(["Rust"], " #Web  Assembly ")).toEqual(["Rust", "Web Assembly"]);
  expect(withTag(["Rust"], "rust")).toEqual(["Rust"]);
  expect(withTag(["Rust"], "a,b")).toBeNull();
});

import { expect, test } from "vitest";

import { shorten } from "./shorten.ts";

test.each([
  ["many words", 10, "many words"],
  ["many words in a long row", 12, "many words…"],
  ["many words in a long row", 11, "many words…"],
  ["a word-that-goes-on-and-on", 12, "a word-that…"],
  ["中文没有空格也要能够缩短", 6, "中文没有空…"],
  ["किताबें", 4, "कि…"],
  ["👩‍👩‍👧👩‍👩‍👧", 8, "👩‍👩‍👧…"],
  ["👍🏽👍🏽", 3, "👍🏽…"],
  ["🎉".repeat(20), 6, `${"🎉".repeat(5)}…`],
  ["", 5, ""],
])("%j in %i characters is %j", (text, limit, short) => {
  expect(shorten(text, limit)).toBe(short);
});

test("an excerpt that the server has cut always ends in an ellipsis", () => {
  for (const word of ["word ", "字", "a"]) {
    expect(shorten(word.repeat(280).slice(0, 280), 240)).toMatch(/\S…$/);
  }
});

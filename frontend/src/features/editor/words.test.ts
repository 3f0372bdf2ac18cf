import { describe, expect, test } from "vitest";

import { countWords } from "./words.ts";

describe("counting words", () => {
  test.each([
    ["", 0],
    ["  \n\n", 0],
    ["one two", 2],
    ["## Don’t *stop*", 2],
    ["- [ ] 3 apples", 2],
    ["Привет, мир", 2],
  ])("%j has %i", (text, words) => {
    expect(countWords(text)).toBe(words);
  });

  test("words without spaces are told apart", () => {
    expect(countWords("我们喜欢写作")).toBeGreaterThan(1);
  });
});

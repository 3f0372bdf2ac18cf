import { describe, expect, test } from "vitest";

import { plainExcerpt, readingMinutes } from "./reading.ts";

describe("reading time", () => {
  test.each([
    ["nothing", "", 1],
    ["a few words", "It weaves algebraic patterns.", 1],
    ["a page of prose", "word ".repeat(238 * 4), 4],
    ["words with apostrophes and hyphens count once", "l’eau-de-vie ".repeat(238 * 2), 2],
    ["Chinese has no spaces", "字".repeat(1_500), 3],
    ["Arabic", "كلمة ".repeat(238 * 3), 3],
  ])("%s", (_, text, minutes) => {
    expect(readingMinutes(text)).toBe(minutes);
  });
});

describe("the excerpt", () => {
  test.each([
    ["**Bold** and *slanted* and `code`", "Bold and slanted and code"],
    ["# A heading\n\nText.", "A heading Text."],
    [
      "![a picture](https://x.example/a.png) Text [with a link](https://x.example).",
      "Text with a link.",
    ],
    ["> Quoted\n\n- one\n- two\n1. three", "Quoted one two three"],
    ["```js\nlet x = 1;\n```\nAfter.", "After."],
    ["```js\nnever closed", ""],
    ["snake_case_name and 2*3*4", "snake_case_name and 2*3*4"],
    ["مرحبا **بالعالم** 🎉", "مرحبا بالعالم 🎉"],
  ])("%j", (markdown, plain) => {
    expect(plainExcerpt(markdown)).toBe(plain);
  });

  test("ends after a whole word", () => {
    expect(plainExcerpt("many words in a long row", 12)).toBe("many words…");
  });

  test("does not cut an emoji in two", () => {
    expect(plainExcerpt("🎉".repeat(20), 5)).toBe(`${"🎉".repeat(5)}…`);
  });

  // What takes more than linear time would not come to an end in this.
  test.each(["*", "[", "`a ", "|", "_a", "```\n", "![", " "])(
    "of 100,000 characters of %j comes to an end",
    { timeout: 10_000 },
    (part) => {
      const text = part.repeat(100_000 / part.length);
      expect(plainExcerpt(text).length).toBeLessThanOrEqual(241);
    },
  );
});

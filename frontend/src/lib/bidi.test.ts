import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { balanced, directionOf, isolated } from "./bidi.ts";

test.each([
  ["React", "ltr"],
  ["مرحبا", "rtl"],
  ["שלום", "rtl"],
  ["ދިވެހި", "rtl"],
  ["𞤀𞤣𞤤𞤢𞤥", "rtl"],
  ["ﷺ", "rtl"],
  ["日本語", "ltr"],
  ["1. «مرحبا» React", "rtl"],
  ["… React مرحبا", "ltr"],
  ["\u202eReact", "ltr"],
  ["\u200fReact", "rtl"],
  ["2026: 100 % 🎉", undefined],
  ["", undefined],
])("the direction of %j is %s", (text, direction) => {
  expect(directionOf(text)).toBe(direction);
});

describe("what changes the direction ends with the text", () => {
  test.each([
    ["plain", "plain"],
    ["a\u202eb", "a\u202eb\u202c"],
    ["a\u2067b", "a\u2067b\u2069"],
    ["a\u2067b\u202ec", "a\u2067b\u202ec\u202c\u2069"],
    ["a\u2067b\u202ec\u2069d", "a\u2067b\u202ec\u2069d"],
    ["a\u2069\u202eb", "a\u202eb\u202c"],
    ["a\u202cb", "ab"],
    ["\u2068a\u2069", "\u2068a\u2069"],
  ])("%j becomes %j", (text, expected) => {
    expect(balanced(text)).toBe(expected);
  });

  test("whatever the text is", () => {
    const piece = fc.constantFrom(
      ..."a,ש,1, ,\u202a,\u202b,\u202c,\u202d,\u202e,\u2066,\u2067,\u2068,\u2069,\u200f".split(","),
    );
    fc.assert(
      fc.property(fc.array(piece).map((pieces) => pieces.join("")), (text) => {
        const once = balanced(text);
        expect(balanced(once)).toBe(once);
        const count = (characters: RegExp) => once.match(characters)?.length ?? 0;
        expect(count(/[\u2066-\u2068]/g)).toBe(count(/\u2069/g));
        expect(once.replace(/[\u202a-\u202e\u2066-\u2069]/g, "")).toBe(
          text.replace(/[\u202a-\u202e\u2066-\u2069]/g, ""),
        );
      }),
    );
  });
});

test("only what could turn a line around is isolated in a plain text", () => {
  expect(isolated("Ada")).toBe("Ada");
  expect(isolated("שלום")).toBe("\u2068שלום\u2069");
  expect(isolated("a\u202eb")).toBe("\u2068a\u202eb\u202c\u2069");
});

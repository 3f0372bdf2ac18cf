import { expect, test } from "vitest";

import { wellFormed } from "../src/text.js";

const TEXTS = [
  ["cut \uD83D off", "cut \uFFFD off"],
  ["cut \uD83D", "cut \uFFFD"],
  ["\uDE00 begins", "\uFFFD begins"],
  ["\uDE00\uD83D", "\uFFFD\uFFFD"],
  ["\uD83D\uD83D\uDE00", "\uFFFD😀"],
  ["\uD83D\uDE00\uDE00", "😀\uFFFD"],
  ["👩\u200D👩\u200D👧 e\u0301 می\u200Cخواهم", "👩\u200D👩\u200D👧 e\u0301 می\u200Cخواهم"],
  ["", ""],
] as const;

test.each(TEXTS)("half a character becomes U+FFFD: %j", (text, whole) => {
  expect(wellFormed(text)).toBe(whole);
});

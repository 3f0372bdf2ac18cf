import { expect, test } from "vitest";

import { slugOf } from "./slug.ts";

test.each([
  ["What the Loom Taught Me", "what-the-loom-taught-me"],
  ["  C++ & Rust: 10 % faster?  ", "c-rust-10-faster"],
  ["Don’t panic, don't", "dont-panic-dont"],
  ["C\u0301ma i Ślimak", "ćma-i-ślimak"],
  ["می\u200cخواهم", "میخواهم"],
  ["क्षमा करें", "क्षमा-करें"],
  ["日本語のタイトル", "日本語のタイトル"],
  ["a/b?c#d%e", "a-b-c-d-e"],
  ["🎉🎉", "post"],
  ["\u0301", "post"],
])("the slug of a title is the server's: %s", (title, slug) => {
  expect(slugOf(title)).toBe(slug);
});

test("the slug of a long title ends with a word", () => {
  expect(slugOf("word ".repeat(30))).toHaveLength(79);
  expect(slugOf("é".repeat(200))).toHaveLength(80);
});

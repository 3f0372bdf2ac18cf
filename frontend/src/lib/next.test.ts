import { expect, test } from "vitest";

import { safeNext } from "./next.ts";

const origin = "https://connectly.example";

test.each([
  ["/", "/"],
  ["/publish", "/publish"],
  ["/edit/0190?x=1#y", "/edit/0190?x=1#y"],
  ["/?author=a%20b", "/?author=a%20b"],
])("a page of ours is kept: %j", (next, expected) => {
  expect(safeNext(next, origin)).toBe(expected);
});

test.each([
  null,
  "",
  "publish",
  "https://evil.example/",
  "https://connectly.example.evil.example/",
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/.//evil.example",
  "///evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "/signin",
  "/signin/",
  "/signup?next=/signin",
  "http://[",
])("anything else leads to the feed: %j", (next) => {
  expect(safeNext(next, origin)).toBe("/");
});

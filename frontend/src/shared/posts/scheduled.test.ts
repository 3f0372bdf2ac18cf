import { expect, test } from "vitest";

import { isScheduled } from "./scheduled.ts";

const noon = "2026-11-29T12:00:00.000000Z";
const later = "2026-11-29T13:00:00.000000Z";

test.each([
  ["a draft", null, noon, noon, false],
  ["a post for later", later, noon, noon, true],
  ["a post whose time has come", noon, noon, later, false],
  ["a new post, by a slow clock", later, later, noon, false],
])("%s", (_, publishedAt, updatedAt, now, expected) => {
  expect(isScheduled({ publishedAt, updatedAt }, Date.parse(now))).toBe(expected);
});

import { expect, test } from "vitest";

import { sayTime } from "./time.ts";

const now = new Date("2026-06-15T12:00:00Z");

test.each([
  ["2026-06-15T12:00:00Z", "just now"],
  ["2026-06-15T11:59:10Z", "just now"],
  // The server's clock is ahead of ours.
  ["2026-06-15T12:00:05Z", "just now"],
  ["2026-06-15T15:00:00Z", "just now"],
  ["2026-06-15T11:59:00Z", "1 minute ago"],
  ["2026-06-15T11:00:00Z", "1 hour ago"],
  ["2026-06-14T11:00:00Z", "yesterday"],
  ["2026-06-10T12:00:00Z", "5 days ago"],
  ["2026-06-01T12:00:00Z", "June 1"],
  ["2025-03-02T12:00:00Z", "March 2, 2025"],
  ["2031-03-02T12:00:00Z", "March 2, 2031"],
])("%s is %s", (time, words) => {
  expect(sayTime(new Date(time), now)).toBe(words);
});

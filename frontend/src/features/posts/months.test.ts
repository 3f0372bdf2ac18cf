import type { ListedPost } from "@connectly/common";
import { expect, test } from "vitest";

import { monthsOf } from "./months.ts";

/** A post of which only its times count. */
function post(id: string, publishedAt: string | null, createdAt = "2020-01-01T00:00:00Z"): ListedPost {
  return { id, publishedAt, createdAt } as ListedPost;
}

test("posts stand below their months, in their order", () => {
  const posts = [
    post("a", "2026-11-30T23:59:59.999999Z"),
    post("b", "2026-11-01T00:00:00Z"),
    post("c", "2026-10-31T23:59:59Z"),
    post("d", null, "2025-01-05T00:00:00Z"),
  ];
  expect(monthsOf(posts).map(({ name, posts }) => [name, posts.map(({ id }) => id)])).toEqual([
    ["November 2026", ["a", "b"]],
    ["October 2026", ["c"]],
    ["January 2025", ["d"]],
  ]);
  expect(monthsOf([])).toEqual([]);
});

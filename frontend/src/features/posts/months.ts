import type { ListedPost } from "@connectly/common";

/** A month and its posts, newest first. */
export interface Month {
  /** Such as `2026-11`. */
  readonly key: string;
  /** Such as "November 2026". */
  readonly name: string;
  readonly posts: readonly ListedPost[];
}

/** Posts by month, as the server counts months: in UTC. The order stays. */
export function monthsOf(posts: readonly ListedPost[]): Month[] {
  const months = new Map<string, ListedPost[]>();
  for (const post of posts) {
    const key = (post.publishedAt ?? post.createdAt).slice(0, "2026-11".length);
    const month = months.get(key);
    if (month) month.push(post);
    else months.set(key, [post]);
  }
  return [...months].map(([key, posts]) => ({ key, name: nameOf(key), posts }));
}

function nameOf(key: string): string {
  const first = new Date(`${key}-01T00:00:00Z`);
  return first.toLocaleDateString("en", { month: "long", year: "numeric", timeZone: "UTC" });
}

import type { Post } from "@connectly/common";

/**
 * Whether a post appears only later. The clock of this device may be slow: the server's has been where
 * the post was changed last.
 */
export function isScheduled(
  { publishedAt, updatedAt }: Pick<Post, "publishedAt" | "updatedAt">,
  now: number,
): boolean {
  return publishedAt !== null && Date.parse(publishedAt) > Math.max(now, Date.parse(updatedAt));
}

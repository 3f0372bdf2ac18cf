import type { Post } from "@connectly/common";
import { useEffect, useState } from "react";

import { api } from "../../lib/api.ts";

/** Where and when a post is published, as the server has it. */
export type PostPage = Pick<Post, "slug" | "address" | "publishedAt" | "updatedAt">;

/** Asks the server where and when a post is published. Undefined until it has answered. */
export function usePostPage(id: string | undefined): PostPage | undefined {
  const [page, setPage] = useState<PostPage>();
  useEffect(() => {
    if (id === undefined) return undefined;
    const stop = new AbortController();
    api.readPost(id, { signal: stop.signal }).then(
      ({ post }) => setPage(post),
      // Without it, the fields stay as a new post has them, and nothing is changed by that.
      () => undefined,
    );
    return () => stop.abort();
  }, [id]);
  return page;
}

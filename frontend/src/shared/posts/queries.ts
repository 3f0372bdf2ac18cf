import type { ListedPost, Post } from "@connectly/common";
import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";

import { api } from "../../lib/api.ts";
import { fetchAnew } from "../../lib/fetch-anew.ts";

/** A post and its `ETag`. */
export interface PostState {
  readonly post: Post;
  readonly etag: string;
}

/** The published posts of everyone, or of one author, newest first. */
export function feedQuery(author: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ["posts", { author: author ?? null }],
    queryFn: ({ pageParam, signal }) =>
      api.listPosts(
        { limit: 10, cursor: pageParam, author, content: "excerpt", published: true },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/** A user's own published posts, or their drafts, newest first. */
export function ownPostsQuery(author: string, published: boolean) {
  return infiniteQueryOptions({
    queryKey: ["own-posts", author, { published }],
    queryFn: ({ pageParam, signal }) =>
      api.listPosts(
        { limit: 50, cursor: pageParam, author, content: "excerpt", published },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/** One post. */
export function postQuery(id: string) {
  return queryOptions({
    queryKey: ["post", id],
    queryFn: ({ signal }): Promise<PostState> => api.readPost(id, { signal }),
  });
}

/** Refreshes everything that shows a post after it was saved or deleted. */
export async function postSaved(client: QueryClient, id: string): Promise<void> {
  client.removeQueries({ queryKey: ["post", id] });
  await Promise.all([fetchAnew(client, ["posts"]), fetchAnew(client, ["own-posts"])]);
}

/** The excerpt of a listed post. The list must have been asked for excerpts. */
export function excerptOf(post: ListedPost): string {
  return "excerpt" in post ? post.excerpt : "";
}

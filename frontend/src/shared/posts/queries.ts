import type { ListedPost, Post } from "@connectly/common";
import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";

import { api } from "../../lib/api.ts";
import { fetchAnew } from "../../lib/fetch-anew.ts";

/** A post and its `ETag`. */
export interface PostState {
  readonly post: Post;
  readonly etag: string;
}

/** Which posts: all of them, or those of an author or with a tag. */
export interface Selection {
  readonly handle?: string;
  readonly tag?: string;
}

/** Published posts, newest first. */
export function feedQuery({ handle, tag }: Selection) {
  return infiniteQueryOptions({
    queryKey: ["posts", { handle: handle ?? null, tag: tag ?? null }],
    queryFn: ({ pageParam, signal }) =>
      api.listPosts(
        { limit: 10, cursor: pageParam, handle, tag, content: "excerpt", published: true },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/** All published posts, newest first, for a list of titles. */
export function archiveQuery() {
  return infiniteQueryOptions({
    queryKey: ["posts", "archive"],
    queryFn: ({ pageParam, signal }) =>
      api.listPosts({ limit: 100, cursor: pageParam, content: "excerpt", published: true }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/** The newest posts of an author. */
export function newestQuery(handle: string, limit: number) {
  return queryOptions({
    queryKey: ["posts", { handle, limit }],
    queryFn: async ({ signal }) =>
      (await api.listPosts({ limit, handle, content: "excerpt", published: true }, { signal })).posts,
  });
}

/** Published posts and authors that somebody asked for, best first. */
export function searchQuery(question: string) {
  return infiniteQueryOptions({
    queryKey: ["search", question],
    queryFn: ({ pageParam, signal }) =>
      api.searchPosts({ q: question, limit: 10, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: question !== "",
  });
}

/** An author, by a present or former handle. */
export function authorQuery(handle: string) {
  return queryOptions({
    queryKey: ["author", handle],
    queryFn: async ({ signal }) => (await api.readAuthor(handle, { signal })).author,
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

/** A post by its address, or a former one. */
export function postAtQuery(handle: string, slug: string) {
  return queryOptions({
    queryKey: ["post", handle, slug],
    queryFn: ({ signal }): Promise<PostState> => api.readPostAt(handle, slug, { signal }),
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

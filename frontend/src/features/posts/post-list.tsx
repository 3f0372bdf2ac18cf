import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Button } from "../../ui/button.tsx";
import { Failure } from "../../ui/states.tsx";
import { useMoreForPlace } from "../../ui/use-place.ts";
import { feedQuery, type Selection } from "../../shared/posts/queries.ts";
import { Teaser } from "./teaser.tsx";

interface PostListProps {
  readonly of: Selection;
  /** Whether the first post is larger. */
  readonly isFront?: boolean;
  /** Shown if there are no posts. */
  readonly children: ReactNode;
}

/** The newest posts of everyone, of an author, or with a tag. */
export function PostList({ of, isFront = false, children }: PostListProps) {
  const feed = useInfiniteQuery(feedQuery(of));
  useMoreForPlace(feed.hasNextPage && !feed.isFetching && !feed.isError, () => void feed.fetchNextPage());
  const posts = feed.data?.pages.flatMap((page) => page.posts);
  return (
    <>
      {feed.isPending && <ListSkeleton />}
      {feed.isError && posts === undefined && (
        <Failure error={feed.error} retry={() => void feed.refetch()} />
      )}
      {posts?.length === 0 && !feed.hasNextPage && children}
      {posts !== undefined && posts.length > 0 && (
        <ol className="feed">
          {posts.map((post, index) => (
            <li key={post.id}>
              <Teaser post={post} isAuthors={of.handle !== undefined} isLarge={isFront && index === 0} />
            </li>
          ))}
        </ol>
      )}
      {posts !== undefined && feed.isFetchNextPageError && (
        <Failure error={feed.error} retry={() => void feed.fetchNextPage()} />
      )}
      {feed.hasNextPage && !feed.isFetchNextPageError && (
        <LoadMore
          shown={posts?.length ?? 0}
          loading={feed.isFetchingNextPage}
          load={() => void feed.fetchNextPage()}
        />
      )}
    </>
  );
}

/** A button for the next page. It also announces how many posts are shown. */
export function LoadMore({
  shown,
  loading,
  load,
}: {
  readonly shown: number;
  readonly loading: boolean;
  readonly load: () => void;
}) {
  return (
    <div className="load-more">
      <Button onClick={() => !loading && load()} aria-disabled={loading}>
        {loading ? "Loading…" : "Load more"}
      </Button>
      <p className="sr-only" role="status">
        {loading ? "" : `${shown} posts shown`}
      </p>
    </div>
  );
}

export function ListSkeleton() {
  return (
    <div role="status" className="feed">
      <span className="sr-only">Loading posts…</span>
      {[1, 2, 3].map((item) => (
        <div key={item} className="teaser teaser-skeleton" aria-hidden="true">
          <span className="skeleton-line skeleton-title" />
          <span className="skeleton-line" />
          <span className="skeleton-line w-2/3" />
          <span className="skeleton-line w-32" />
        </div>
      ))}
    </div>
  );
}

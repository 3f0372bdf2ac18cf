import type { ListedPost } from "@connectly/common";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";

import { directionOf } from "../../lib/bidi.ts";
import { isId, paths, to } from "../../lib/paths.ts";
import { roomFor } from "../../lib/scripts.ts";
import { shorten } from "../../lib/shorten.ts";
import { AuthorName } from "../../ui/author-name.tsx";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { useTitle } from "../../ui/page.tsx";
import { Empty, Failure, MissingPage } from "../../ui/states.tsx";
import { Time } from "../../ui/time.tsx";
import { useMoreForPlace } from "../../ui/use-place.ts";
import { useUser } from "../../shared/session/session.ts";
import { excerptOf, feedQuery } from "../../shared/posts/queries.ts";

/** How many characters of a post's text a teaser shows. */
const teaserLength = 240;

/** The newest posts of everyone, or of one author. */
export function FeedPage() {
  const [search] = useSearchParams();
  const author = search.get("author");
  // It isn't an id, so nobody has it, and there's no need to ask the server.
  if (author !== null && !isId(author)) return <NoSuchAuthor />;
  return <Feed key={author} author={author ?? undefined} />;
}

function Feed({ author }: { readonly author: string | undefined }) {
  const user = useUser();
  const feed = useInfiniteQuery(feedQuery(author));
  useMoreForPlace(feed.hasNextPage && !feed.isFetching && !feed.isError, () => void feed.fetchNextPage());
  const posts = feed.data?.pages.flatMap((page) => page.posts);
  const name = posts?.find((post) => post.authorId === author)?.author.name;
  const isMe = author !== undefined && author === user?.id;
  const heading =
    author === undefined
      ? "Latest posts"
      : (name ?? (isMe ? user.name : undefined) ?? "Unknown author");
  useTitle(
    feed.isPending && author !== undefined
      ? undefined
      : author === undefined
        ? "Latest posts"
        : heading,
  );

  return (
    <div className="column">
      <header className="page-head">
        {author !== undefined && <p className="kicker">Posts by</p>}
        <h1 className={`page-title ${roomFor(heading) ?? ""}`} dir="auto">
          {heading}
        </h1>
        {author !== undefined && (
          <Link className="quiet-link" to={paths.feed}>
            All posts
          </Link>
        )}
      </header>
      {feed.isPending && <FeedSkeleton />}
      {feed.isError && posts === undefined && (
        <Failure error={feed.error} retry={() => void feed.refetch()} />
      )}
      {posts?.length === 0 && !feed.hasNextPage && <NothingYet author={author} />}
      {posts !== undefined && posts.length > 0 && (
        <ol className="feed">
          {posts.map((post) => (
            <li key={post.id}>
              <Teaser post={post} />
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
    </div>
  );
}

function Teaser({ post }: { readonly post: ListedPost }) {
  return (
    <article className="teaser" dir={directionOf(post.title)}>
      <p className="byline">
        <Link to={to.author(post.authorId)} className="byline-author">
          <AuthorName name={post.author.name} />
        </Link>
        <Time value={post.createdAt} />
      </p>
      <h2 className={`teaser-title ${roomFor(post.title) ?? ""}`} dir="auto">
        <Link to={to.post(post.id)}>{post.title}</Link>
      </h2>
      <p className="teaser-text" dir="auto">
        {shorten(excerptOf(post), teaserLength)}
      </p>
      <p className="byline">
        <span>{post.readingMinutes} min read</span>
      </p>
    </article>
  );
}

/** A button for the next page. It also announces how many posts are shown. */
function LoadMore({
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

function NothingYet({ author }: { readonly author: string | undefined }) {
  const user = useUser();
  if (author !== undefined && author !== user?.id) {
    return <Empty title="Nothing published here yet." />;
  }
  return (
    <Empty title="Nothing has been published yet.">
      <p>Be the first.</p>
      <ButtonLink look="primary" to={paths.publish}>
        Write the first post
      </ButtonLink>
    </Empty>
  );
}

function NoSuchAuthor() {
  return (
    <MissingPage title="No such author" text="There’s no author at this address." to={paths.feed}>
      All posts
    </MissingPage>
  );
}

function FeedSkeleton() {
  return (
    <div role="status" className="feed">
      <span className="sr-only">Loading posts…</span>
      {[1, 2, 3].map((item) => (
        <div key={item} className="teaser teaser-skeleton" aria-hidden="true">
          <span className="skeleton-line w-32" />
          <span className="skeleton-line skeleton-title" />
          <span className="skeleton-line" />
          <span className="skeleton-line w-2/3" />
        </div>
      ))}
    </div>
  );
}

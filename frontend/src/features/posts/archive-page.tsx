import type { ListedPost } from "@connectly/common";
import { useInfiniteQuery } from "@tanstack/react-query";

import { balanced, directionOf, isolated } from "../../lib/bidi.ts";
import { paths, to } from "../../lib/paths.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { useTitle } from "../../ui/page.tsx";
import { ReaderLink } from "../../ui/reader-link.tsx";
import { Empty, Failure } from "../../ui/states.tsx";
import { Time } from "../../ui/time.tsx";
import { useMoreForPlace } from "../../ui/use-place.ts";
import { archiveQuery } from "../../shared/posts/queries.ts";
import { monthsOf } from "./months.ts";
import { ListSkeleton, LoadMore } from "./post-list.tsx";

/** The titles of all posts, month by month. Where everybody may read, the server has this page. */
export function ArchivePage() {
  useTitle("Archive");
  const archive = useInfiniteQuery(archiveQuery());
  const more = () => void archive.fetchNextPage();
  useMoreForPlace(archive.hasNextPage && !archive.isFetching && !archive.isError, more);
  const posts = archive.data?.pages.flatMap((page) => page.posts);
  return (
    <div className="column">
      <header className="page-head">
        <h1 className="page-title">Archive</h1>
      </header>
      {archive.isPending && <ListSkeleton />}
      {archive.isError && (
        <Failure error={archive.error} retry={posts ? more : () => void archive.refetch()} />
      )}
      {posts?.length === 0 && (
        <Empty title="Nothing has been published yet.">
          <p>The archive fills by itself.</p>
          <ButtonLink to={paths.feed}>To the latest posts</ButtonLink>
        </Empty>
      )}
      {monthsOf(posts ?? []).map(({ key, name, posts }) => (
        <section key={key} aria-labelledby={`month-${key}`} className="archive-month">
          <h2 id={`month-${key}`}>
            {name}
          </h2>
          <ol className="titles">
            {posts.map((post) => (
              <Title key={post.id} post={post} />
            ))}
          </ol>
        </section>
      ))}
      {archive.hasNextPage && !archive.isFetchNextPageError && (
        <LoadMore shown={posts?.length ?? 0} loading={archive.isFetchingNextPage} load={more} />
      )}
    </div>
  );
}

function Title({ post }: { readonly post: ListedPost }) {
  return (
    <li>
      <ReaderLink to={post.address ?? to.post(post.id)} dir={directionOf(post.title)}>
        {balanced(post.title)}
      </ReaderLink>
      <span className="meta" dir="ltr">
        {post.author.name !== null && `${isolated(post.author.name)} · `}
        <Time value={post.publishedAt ?? post.createdAt} />
      </span>
    </li>
  );
}

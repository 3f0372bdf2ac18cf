import type { FoundAuthor, FoundPost, Piece } from "@connectly/common";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearchParams } from "react-router";

import { balanced, directionOf } from "../../lib/bidi.ts";
import { to } from "../../lib/paths.ts";
import { roomFor } from "../../lib/scripts.ts";
import { AuthorName } from "../../ui/author-name.tsx";
import { Button } from "../../ui/button.tsx";
import { useTitle } from "../../ui/page.tsx";
import { ReaderLink } from "../../ui/reader-link.tsx";
import { Empty, Failure } from "../../ui/states.tsx";
import { Time } from "../../ui/time.tsx";
import { searchQuery } from "../../shared/posts/queries.ts";
import { Portrait } from "./about-author.tsx";
import { ListSkeleton, LoadMore } from "./post-list.tsx";
import { Byline, Tags } from "./teaser.tsx";

/** How many characters a search can have. */
const longest = 200;

/** What was found in posts and authors, as the server's page shows it. */
export function SearchPage() {
  const [parameters] = useSearchParams();
  const question = (parameters.get("q") ?? "").trim().slice(0, longest);
  useTitle(question === "" ? "Search" : `Search for ${question}`);
  return (
    <div className="column">
      <header className="page-head">
        <h1 className="page-title">Search</h1>
      </header>
      <SearchForm key={question} question={question} />
      {question !== "" && <Results question={question} />}
    </div>
  );
}

function SearchForm({ question }: { readonly question: string }) {
  const navigate = useNavigate();
  return (
    <form
      className="search-form"
      role="search"
      action={(form) => {
        const asked = form.get("q");
        if (typeof asked === "string") void navigate(to.search(asked));
      }}
    >
      <input
        className="input"
        type="search"
        name="q"
        defaultValue={question}
        maxLength={longest}
        dir="auto"
        aria-label="Search posts and authors"
        enterKeyHint="search"
        autoComplete="off"
      />
      <Button type="submit" look="primary">
        Search
      </Button>
    </form>
  );
}

function Results({ question }: { readonly question: string }) {
  const search = useInfiniteQuery(searchQuery(question));
  if (search.isPending) return <ListSkeleton />;
  if (search.isError && search.data === undefined) {
    return <Failure error={search.error} retry={() => void search.refetch()} />;
  }
  const authors = search.data.pages[0]?.authors ?? [];
  const posts = search.data.pages.flatMap((page) => page.posts);
  return (
    <>
      {authors.length + posts.length === 0 && (
        <Empty title="Nothing found">
          <p>Try other words, or fewer of them.</p>
        </Empty>
      )}
      {authors.length > 0 && <Authors authors={authors} />}
      {posts.length > 0 && (
        <ol className="feed" aria-label="Posts">
          {posts.map((post) => (
            <li key={post.id}>
              <FoundTeaser post={post} />
            </li>
          ))}
        </ol>
      )}
      {search.isFetchNextPageError ? (
        <Failure error={search.error} retry={() => void search.fetchNextPage()} />
      ) : (
        search.hasNextPage && (
          <LoadMore
            shown={posts.length}
            loading={search.isFetchingNextPage}
            load={() => void search.fetchNextPage()}
          />
        )
      )}
    </>
  );
}

function Authors({ authors }: { readonly authors: readonly FoundAuthor[] }) {
  return (
    <ul className="found-authors" aria-label="Authors">
      {authors.map(({ id, handle, name, picture }) => (
        <li key={id}>
          <ReaderLink className="found-author" to={to.author(handle)}>
            <Portrait picture={picture} name={name} />
            <span>
              <span className="byline-author">
                <AuthorName name={name} />
              </span>
              <span className="meta">@{handle}</span>
            </span>
          </ReaderLink>
        </li>
      ))}
    </ul>
  );
}

function FoundTeaser({ post }: { readonly post: FoundPost }) {
  return (
    <article className="teaser" dir={directionOf(post.title)}>
      <div className="teaser-words">
        <h2 className={`teaser-title ${roomFor(post.title) ?? ""}`} dir="auto">
          <ReaderLink to={post.address ?? to.post(post.id)}>
            <Pieces of={post.titlePieces} />
          </ReaderLink>
        </h2>
        <p className="teaser-text" dir="auto">
          <Pieces of={post.excerptPieces} />
        </p>
        <p className="byline">
          <Byline author={post.author} />
          <Time value={post.publishedAt ?? post.createdAt} />
          <span>{post.readingMinutes} min read</span>
        </p>
        <Tags tags={post.tags} />
      </div>
    </article>
  );
}

function Pieces({ of }: { readonly of: readonly Piece[] }) {
  return of.map(({ text, marked }, index) =>
    marked ? <mark key={index}>{balanced(text)}</mark> : balanced(text),
  );
}

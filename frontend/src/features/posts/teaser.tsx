import type { ListedPost } from "@connectly/common";

import { balanced, directionOf } from "../../lib/bidi.ts";
import { to } from "../../lib/paths.ts";
import { roomFor } from "../../lib/scripts.ts";
import { shorten } from "../../lib/shorten.ts";
import { AuthorName } from "../../ui/author-name.tsx";
import { ReaderLink } from "../../ui/reader-link.tsx";
import { Time } from "../../ui/time.tsx";
import { excerptOf } from "../../shared/posts/queries.ts";

/** How many characters of a post's text a teaser shows. */
const teaserLength = 240;

interface TeaserProps {
  readonly post: ListedPost;
  /** Whether the page is the author's own, so that the name goes without saying. */
  readonly isAuthors: boolean;
  readonly isLarge: boolean;
}

/** A post in a list, as the server's pages show it. */
export function Teaser({ post, isAuthors, isLarge }: TeaserProps) {
  const { cover } = post;
  const classes = ["teaser", isLarge && "teaser-first", cover && "teaser-with-picture"];
  const picture = cover && (
    <img
      className="teaser-picture"
      src={cover.url}
      alt=""
      width={isLarge ? 1280 : 320}
      height={isLarge ? 640 : 240}
      loading={isLarge ? "eager" : "lazy"}
    />
  );
  return (
    <article className={classes.filter(Boolean).join(" ")} dir={directionOf(post.title)}>
      {isLarge && picture}
      <div className="teaser-words">
        <h2 className={`teaser-title ${roomFor(post.title) ?? ""}`} dir="auto">
          <ReaderLink to={post.address ?? to.post(post.id)}>{balanced(post.title)}</ReaderLink>
        </h2>
        <p className="teaser-text" dir="auto">
          {shorten(excerptOf(post), teaserLength)}
        </p>
        <p className="byline">
          {!isAuthors && <Byline author={post.author} />}
          <Time value={post.publishedAt ?? post.createdAt} />
          <span>{post.readingMinutes} min read</span>
        </p>
        <Tags tags={post.tags} />
      </div>
      {!isLarge && picture}
    </article>
  );
}

/** An author's name, which leads to the author's page if there is one. */
export function Byline({ author: { name, handle } }: Pick<ListedPost, "author">) {
  if (handle === null) {
    return (
      <span>
        <AuthorName name={name} />
      </span>
    );
  }
  return (
    <ReaderLink to={to.author(handle)} className="byline-author" rel="author">
      <AuthorName name={name} />
    </ReaderLink>
  );
}

/** A post's tags; nothing if it has none. */
export function Tags({ tags }: Pick<ListedPost, "tags">) {
  if (tags.length === 0) return null;
  return (
    <ul className="tags" aria-label="Tags">
      {tags.map((tag) => (
        <li key={tag}>
          <ReaderLink className="tag" rel="tag" to={to.tag(tag)} dir="auto">
            {balanced(tag)}
          </ReaderLink>
        </li>
      ))}
    </ul>
  );
}

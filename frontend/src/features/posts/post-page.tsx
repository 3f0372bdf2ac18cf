import { ProblemError } from "@connectly/common";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { Link, useParams } from "react-router";

import { directionOf } from "../../lib/bidi.ts";
import { isId, paths, to } from "../../lib/paths.ts";
import { roomFor } from "../../lib/scripts.ts";
import { useTitle } from "../../ui/page.tsx";
import { Failure, MissingPage, NotFoundPage, Skeleton } from "../../ui/states.tsx";
import { Time } from "../../ui/time.tsx";
import { Prose } from "../../shared/markdown/prose.tsx";
import { useUser } from "../../shared/session/session.ts";
import { postAtQuery, postQuery, type PostState } from "../../shared/posts/queries.ts";
import { PostFoot } from "./post-foot.tsx";
import { Byline, Tags } from "./teaser.tsx";

/** Shows a post by its id. */
export function PostPage() {
  const { id = "" } = useParams();
  const query = useQuery({ ...postQuery(id), enabled: isId(id) });
  return <Found query={query} isWrong={!isId(id)} />;
}

/** Shows a post by its address: `/@handle/slug`. */
export function PostAtPage() {
  const { at = "", slug = "" } = useParams();
  const isAddress = at.startsWith("@");
  const query = useQuery({ ...postAtQuery(at.replace(/^@/, ""), slug), enabled: isAddress });
  return isAddress ? <Found query={query} isWrong={false} /> : <NotFoundPage />;
}

function Found({ query, isWrong }: { readonly query: UseQueryResult<PostState>; readonly isWrong: boolean }) {
  const user = useUser();
  const post = query.data?.post;
  const missing =
    isWrong || (query.error instanceof ProblemError && [400, 404].includes(query.error.status));
  useTitle(missing ? undefined : post?.title);

  if (missing) {
    const why = "It may have been deleted, or it may not be published yet.";
    return (
      <MissingPage title="No such post" text={why} to={paths.feed}>
        Latest posts
      </MissingPage>
    );
  }
  if (query.isError && !post) {
    return <Failure heading error={query.error} retry={() => void query.refetch()} />;
  }
  if (!post) {
    return (
      <div className="column post-loading">
        <Skeleton lines={9} label="Loading the post" />
      </div>
    );
  }
  return (
    <article className="column post" dir={directionOf(post.title) ?? directionOf(post.content)}>
      <header className="post-head">
        {!post.published && (
          <p className="kicker">
            <span dir="ltr">Draft – only you can see it</span>
          </p>
        )}
        <h1 className={`post-title ${roomFor(post.title) ?? ""}`} dir="auto">
          {post.title}
        </h1>
        <div className="post-meta">
          <p className="byline">
            <Byline author={post.author} />
            <Time value={post.publishedAt ?? post.createdAt} />
            <span>{post.readingMinutes} min read</span>
          </p>
          {post.authorId === user?.id && (
            <Link className="quiet-link" to={to.edit(post.id)}>
              Edit
            </Link>
          )}
        </div>
      </header>
      {post.cover && (
        <img
          className="post-cover"
          src={post.cover.url}
          alt={post.cover.alt ?? ""}
          width={post.cover.width}
          height={post.cover.height}
        />
      )}
      <Prose html={post.html} />
      {post.tags.length > 0 && (
        <div className="post-tags">
          <Tags tags={post.tags} />
        </div>
      )}
      {post.published && <PostFoot post={post} />}
    </article>
  );
}

import { ProblemError } from "@connectly/common";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";

import { directionOf } from "../../lib/bidi.ts";
import { isId, paths, to } from "../../lib/paths.ts";
import { roomFor } from "../../lib/scripts.ts";
import { AuthorName } from "../../ui/author-name.tsx";
import { useTitle } from "../../ui/page.tsx";
import { Failure, MissingPage, Skeleton } from "../../ui/states.tsx";
import { Time } from "../../ui/time.tsx";
import { Markdown } from "../../shared/markdown/markdown.tsx";
import { useUser } from "../../shared/session/session.ts";
import { postQuery } from "../../shared/posts/queries.ts";

/** Shows one post. */
export function PostPage() {
  const { id = "" } = useParams();
  const user = useUser();
  const query = useQuery({ ...postQuery(id), enabled: isId(id) });
  const post = query.data?.post;
  const missing =
    !isId(id) || (query.error instanceof ProblemError && [400, 404].includes(query.error.status));
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
            <Link to={to.author(post.authorId)} className="byline-author">
              <AuthorName name={post.author.name} />
            </Link>
            <Time value={post.createdAt} />
            <span>{post.readingMinutes} min read</span>
          </p>
          {post.authorId === user?.id && (
            <Link className="quiet-link" to={to.edit(post.id)}>
              Edit
            </Link>
          )}
        </div>
      </header>
      <Markdown>{post.content}</Markdown>
      <footer className="post-foot">
        <Link to={to.author(post.authorId)} dir="ltr">
          More by <AuthorName name={post.author.name} />
        </Link>
      </footer>
    </article>
  );
}

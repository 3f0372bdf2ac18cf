import { type Author, ProblemError } from "@connectly/common";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";

import { balanced } from "../../lib/bidi.ts";
import { paths } from "../../lib/paths.ts";
import { roomFor } from "../../lib/scripts.ts";
import { authorQuery } from "../../shared/posts/queries.ts";
import { unnamed } from "../../ui/author-name.tsx";
import { useTitle } from "../../ui/page.tsx";
import { Empty, Failure, MissingPage, NotFoundPage, Skeleton } from "../../ui/states.tsx";
import { AboutAuthor, Portrait } from "./about-author.tsx";
import { PostList } from "./post-list.tsx";

/** An author and their posts. */
export function AuthorPage() {
  // The router has no parameters for a part of a segment.
  const { at = "" } = useParams();
  const handle = at.replace(/^@/, "");
  const query = useQuery({ ...authorQuery(handle), enabled: at.startsWith("@") });
  if (!at.startsWith("@")) return <NotFoundPage />;
  if (query.error instanceof ProblemError && [400, 404].includes(query.error.status)) {
    return (
      <MissingPage title="No such author" text="There’s no author at this address." to={paths.feed}>
        All posts
      </MissingPage>
    );
  }
  if (query.isError) return <Failure heading error={query.error} retry={() => void query.refetch()} />;
  if (query.isPending) {
    return (
      <div className="column">
        <Skeleton lines={4} label="Loading the author" />
      </div>
    );
  }
  return <Shown author={query.data} />;
}

function Shown({ author }: { readonly author: Author }) {
  const name = author.name ?? unnamed;
  useTitle(name);
  return (
    <div className="column">
      <header className="author-head">
        <Portrait picture={author.picture} name={author.name} />
        <div className="author-words">
          <h1 className={`page-title ${roomFor(name) ?? ""}`} dir="auto">
            {balanced(name)}
          </h1>
          <AboutAuthor bio={author.bio} links={author.links} />
          <p className="byline">
            <span>{author.posts === 1 ? "1 post" : `${author.posts} posts`}</span>
          </p>
        </div>
      </header>
      <PostList of={{ handle: author.handle }}>
        <Empty title="Nothing published here yet." />
      </PostList>
    </div>
  );
}

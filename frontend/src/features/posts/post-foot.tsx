import type { Post } from "@connectly/common";
import { useQuery } from "@tanstack/react-query";

import { balanced } from "../../lib/bidi.ts";
import { to } from "../../lib/paths.ts";
import { authorQuery, newestQuery } from "../../shared/posts/queries.ts";
import { AuthorName, unnamed } from "../../ui/author-name.tsx";
import { ReaderLink } from "../../ui/reader-link.tsx";
import { Time } from "../../ui/time.tsx";
import { AboutAuthor, Portrait } from "./about-author.tsx";
import { ShareButtons } from "./share-buttons.tsx";

/** How many other posts of the author follow. */
const others = 3;

/** What follows a published post: its address to pass on, its author, and other posts of theirs. */
export function PostFoot({ post }: { readonly post: Post }) {
  const { address, author } = post;
  return (
    <footer className="post-foot">
      {address !== null && <ShareButtons path={address} title={post.title} />}
      {author.handle !== null && <AuthorCard handle={author.handle} />}
      {author.handle !== null && <More handle={author.handle} name={author.name} after={post.id} />}
    </footer>
  );
}

function AuthorCard({ handle }: { readonly handle: string }) {
  const { data: author } = useQuery(authorQuery(handle));
  if (!author) return null;
  return (
    <section className="author-card" aria-label="Author">
      <Portrait picture={author.picture} name={author.name} />
      <div className="author-words">
        <p className="author-name" dir="auto">
          <ReaderLink to={to.author(author.handle)} rel="author">
            {balanced(author.name ?? unnamed)}
          </ReaderLink>
        </p>
        <AboutAuthor bio={author.bio} links={author.links} />
      </div>
    </section>
  );
}

interface MoreProps {
  readonly handle: string;
  readonly name: string | null;
  /** The post that is read. */
  readonly after: string;
}

function More({ handle, name, after }: MoreProps) {
  // One more, because the post itself may be among them.
  const { data: newest = [] } = useQuery(newestQuery(handle, others + 1));
  const posts = newest.filter(({ id }) => id !== after).slice(0, others);
  if (posts.length === 0) return null;
  return (
    <section className="more-posts">
      <h2 className="section-title">
        <span dir="ltr">
          More by <AuthorName name={name} />
        </span>
      </h2>
      <ol className="titles">
        {posts.map((post) => (
          <li key={post.id}>
            <ReaderLink to={post.address ?? to.post(post.id)} dir="auto">
              {balanced(post.title)}
            </ReaderLink>
            <span className="meta" dir="ltr">
              <Time value={post.publishedAt ?? post.createdAt} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

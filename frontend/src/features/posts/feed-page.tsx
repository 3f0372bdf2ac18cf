import { useTitle } from "../../ui/page.tsx";
import { ButtonLink } from "../../ui/button.tsx";
import { ReaderLink } from "../../ui/reader-link.tsx";
import { Empty } from "../../ui/states.tsx";
import { paths } from "../../lib/paths.ts";
import { PostList } from "./post-list.tsx";

/** The newest posts of everyone. */
export function FeedPage() {
  useTitle("Latest posts");
  return (
    <div className="column">
      <header className="page-head">
        <h1 className="page-title">Latest posts</h1>
      </header>
      <PostList of={{}} isFront>
        <Empty title="Nothing has been published yet.">
          <p>Be the first.</p>
          <ButtonLink look="primary" to={paths.publish}>
            Write the first post
          </ButtonLink>
        </Empty>
      </PostList>
      <p className="list-foot">
        <ReaderLink to={paths.archive} className="quiet-link">
          All posts by month
        </ReaderLink>
      </p>
    </div>
  );
}

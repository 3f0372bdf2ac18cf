import { useParams } from "react-router";

import { balanced } from "../../lib/bidi.ts";
import { roomFor } from "../../lib/scripts.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { useTitle } from "../../ui/page.tsx";
import { Empty } from "../../ui/states.tsx";
import { paths } from "../../lib/paths.ts";
import { PostList } from "./post-list.tsx";

/** The newest posts with a tag. */
export function TagPage() {
  const { tag = "" } = useParams();
  useTitle(tag);
  return (
    <div className="column">
      <header className="page-head">
        <p className="kicker">Posts about</p>
        <h1 className={`page-title ${roomFor(tag) ?? ""}`} dir="auto">
          {balanced(tag)}
        </h1>
      </header>
      <PostList key={tag} of={{ tag }}>
        <Empty title="No posts with this tag.">
          <p>Nothing has been published with it yet.</p>
          <ButtonLink to={paths.feed}>Read the latest posts</ButtonLink>
        </Empty>
      </PostList>
    </div>
  );
}

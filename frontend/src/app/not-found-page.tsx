import { paths } from "../lib/paths.ts";
import { MissingPage } from "../ui/states.tsx";

export function NotFoundPage() {
  return (
    <MissingPage
      kicker="404"
      title="There’s nothing here"
      name="Not found"
      text="The address may be wrong, or the page may have been removed."
      to={paths.feed}
    >
      To the latest posts
    </MissingPage>
  );
}

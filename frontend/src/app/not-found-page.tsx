import { paths } from "../lib/paths.ts";
import { MissingPage } from "../ui/states.tsx";

export function NotFoundPage() {
  return (
    <MissingPage
      kicker="404"
      title="There is nothing here"
      name="Not found"
      text="The address may be mistyped, or what was here has gone."
      to={paths.feed}
    >
      To the latest posts
    </MissingPage>
  );
}

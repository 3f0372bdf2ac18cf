import { paths } from "../lib/paths.ts";
import { ButtonLink } from "../ui/button.tsx";
import { useTitle } from "../ui/page.tsx";

export function NotFoundPage() {
  useTitle("Not found");
  return (
    <div className="column">
      <header className="page-head">
        <p className="kicker">404</p>
        <h1 className="page-title">There is nothing here</h1>
      </header>
      <p>The address may be mistyped, or what was here has gone.</p>
      <p className="mt-6">
        <ButtonLink to={paths.feed}>To the latest posts</ButtonLink>
      </p>
    </div>
  );
}

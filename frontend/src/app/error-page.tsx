import { isRouteErrorResponse, useRouteError } from "react-router";

import { Button } from "../ui/button.tsx";
import { useTitle } from "../ui/page.tsx";
import { NotFoundPage } from "./not-found-page.tsx";

/** Where a page has failed, by our fault or because a part of it could not be loaded. */
export function ErrorPage() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFoundPage />;
  return <Failed />;
}

function Failed() {
  useTitle("Something went wrong");
  return (
    <div className="column">
      <div className="state" role="alert">
        <h1 className="state-title">Something went wrong on this page</h1>
        <p>
          Either a part of it could not be loaded, or it has a fault. What you wrote is kept on this
          device. Loading the page again mostly helps.
        </p>
        <Button look="primary" onClick={() => window.location.reload()}>
          Try again
        </Button>
      </div>
    </div>
  );
}

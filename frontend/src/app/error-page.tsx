import { type ReactNode, useEffect, useRef, useState } from "react";
import { isRouteErrorResponse, useRouteError } from "react-router";

import { isLoadFailure } from "../lib/errors.ts";
import { tryAgain } from "../lib/try-again.ts";
import { Button } from "../ui/button.tsx";
import { useTitle } from "../ui/page.tsx";
import { NotFoundPage } from "./not-found-page.tsx";

/** Where a page has failed, by our fault or because a part of it could not be loaded. */
export function ErrorPage() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFoundPage />;
  return isLoadFailure(error) ? <NotLoaded /> : <Failed />;
}

function Failed() {
  useTitle("Something went wrong");
  return (
    <Alert title="Something went wrong on this page" retry={() => window.location.reload()}>
      Either part of it couldn’t be loaded, or there’s a bug in it. What you wrote is kept on this device. Reloading the page usually helps.
    </Alert>
  );
}

const firstPause = 5;
const longestPause = 60;

/** What is known of the server: whether it can be reached at all. */
type Reached = "asking" | "no" | "yes";

/**
 * A part of the page is not on this device. Once the server can be reached again the page is loaded
 * by itself; loaded sooner, it would be the browser's own page, which goes nowhere.
 */
function NotLoaded() {
  const [reached, setReached] = useState<Reached>("asking");
  const [isOffline, setOffline] = useState(!navigator.onLine);
  /** Another number tries again. */
  const [attempt, setAttempt] = useState(0);
  const pauses = useRef(0);

  useEffect(() => {
    const stop = new AbortController();
    let callOff: (() => void) | undefined;
    void canReach(stop.signal).then((can) => {
      if (stop.signal.aborted) return;
      if (can) {
        // At first it may be that only this part is missing: loading would change nothing.
        if (attempt > 0) window.location.reload();
        else setReached("yes");
        return;
      }
      setReached("no");
      setOffline(!navigator.onLine);
      const pause = Math.min(longestPause, firstPause * 2 ** pauses.current);
      callOff = tryAgain(1_000 * pause, (why) => {
        pauses.current = why === "time" ? pauses.current + 1 : 0;
        setAttempt((number) => number + 1);
      });
    });
    return () => {
      stop.abort();
      callOff?.();
    };
  }, [attempt]);

  const words = isOffline
    ? "You’re offline, and this page isn’t on this device yet"
    : "This page couldn’t be loaded";
  useTitle(reached === "no" ? (isOffline ? "You’re offline" : words) : undefined);
  if (reached === "asking") return null;
  if (reached === "yes") return <Failed />;
  return (
    <Alert title={`${words}.`} retry={() => setAttempt(attempt + 1)}>
      {isOffline
        ? "Reconnect, then try again. What you wrote is kept on this device."
        : "The server isn’t responding. The page opens as soon as it does."}
    </Alert>
  );
}

/** Whether the server answers, whatever it says. */
async function canReach(signal: AbortSignal): Promise<boolean> {
  try {
    await fetch("/healthz", { method: "HEAD", cache: "no-store", signal });
    return true;
  } catch {
    return false;
  }
}

interface AlertProps {
  readonly title: string;
  readonly retry: () => void;
  readonly children: ReactNode;
}

function Alert({ title, retry, children }: AlertProps) {
  return (
    <div className="column">
      <div className="state" role="alert">
        <h1 className="state-title">{title}</h1>
        <p>{children}</p>
        <Button look="primary" onClick={retry}>
          Try again
        </Button>
      </div>
    </div>
  );
}

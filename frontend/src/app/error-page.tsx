import { type ReactNode, useEffect, useRef, useState } from "react";
import { isRouteErrorResponse, useRouteError } from "react-router";

import { isLoadFailure } from "../lib/errors.ts";
import { tryAgain } from "../lib/try-again.ts";
import { Button } from "../ui/button.tsx";
import { useTitle } from "../ui/page.tsx";
import { NotFoundPage } from "../ui/states.tsx";

/** Shown when a page has failed, because of a bug or because a part of it couldn't be loaded. */
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

/** Whether the server can be reached, as far as we know. */
type Reached = "asking" | "no" | "yes";

/**
 * A part of the page isn't on this device. The page reloads once the server can be reached again.
 * If it reloaded earlier, the browser would show its own error page, which leads nowhere.
 */
function NotLoaded() {
  const [reached, setReached] = useState<Reached>("asking");
  const [isOffline, setOffline] = useState(!navigator.onLine);
  /** Changing the number tries again. */
  const [attempt, setAttempt] = useState(0);
  const pauses = useRef(0);

  useEffect(() => {
    const stop = new AbortController();
    let callOff: (() => void) | undefined;
    void canReach(stop.signal).then((can) => {
      if (stop.signal.aborted) return;
      if (can) {
        // On the first try, perhaps only this part is missing: reloading wouldn't help.
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

/** Whether the server answers at all, with any status. */
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

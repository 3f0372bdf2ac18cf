import { type ReactNode, useEffect, useRef } from "react";

import { errorMessage } from "../lib/errors.ts";
import { paths } from "../lib/paths.ts";
import { tryAgain } from "../lib/try-again.ts";
import { Button, ButtonLink } from "./button.tsx";
import { useTitle } from "./page.tsx";

/** Shown in place of an empty list or page. */
export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="state">
      <p className="state-title">{title}</p>
      {children}
    </div>
  );
}

interface MissingPageProps {
  readonly title: string;
  /** The page's name in the tab, if its title is too long. */
  readonly name?: string;
  readonly kicker?: string;
  /** A possible reason. */
  readonly text: string;
  /** Where else to go. */
  readonly to: string;
  readonly children: ReactNode;
}

/** A page for something that doesn't exist, or that the user may not see. */
export function MissingPage({ title, name = title, kicker, text, to, children }: MissingPageProps) {
  useTitle(name);
  return (
    <div className="column">
      <header className="page-head">
        {kicker !== undefined && <p className="kicker">{kicker}</p>}
        <h1 className="page-title">{title}</h1>
      </header>
      <Empty title={text}>
        <ButtonLink to={to}>{children}</ButtonLink>
      </Empty>
    </div>
  );
}

/** The page for an address that leads nowhere. */
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

interface FailureProps {
  readonly error: unknown;
  readonly retry: () => void;
  /** Whether this is the whole page, so that it has the page's heading. */
  readonly heading?: boolean;
}

const firstPause = 5;
const longestPause = 60;

/**
 * Shown in place of something that couldn't be loaded. While the page is visible, it tries again on
 * its own, less and less often, and not before the server allows it.
 */
export function Failure({ error, retry, heading = false }: FailureProps) {
  const message = errorMessage(error);
  const latest = useRef(retry);
  const tries = useRef(0);
  useEffect(() => {
    latest.current = retry;
  });
  const { passing, retryAfter } = message;
  useEffect(() => {
    if (!passing) return undefined;
    const pause = Math.min(longestPause, firstPause * 2 ** tries.current);
    const milliseconds = 1_000 * Math.max(retryAfter ?? 0, pause);
    return tryAgain(milliseconds, (why) => {
      tries.current = why === "time" ? tries.current + 1 : 0;
      latest.current();
    });
  }, [passing, retryAfter, error]);
  const Title = heading ? "h1" : "p";
  return (
    <div className="state" role="alert">
      <Title className="state-title">{message.title}</Title>
      <p>{message.text}</p>
      <Button
        onClick={() => {
          tries.current = 0;
          retry();
        }}
      >
        Try again
      </Button>
    </div>
  );
}

/** Placeholder lines for text that is loading. */
export function Skeleton({
  lines = 3,
  label = "Loading",
}: {
  readonly lines?: number;
  readonly label?: string;
}) {
  return (
    <div className="skeleton" role="status">
      <span className="sr-only">{label}…</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="skeleton-line" aria-hidden="true" />
      ))}
    </div>
  );
}

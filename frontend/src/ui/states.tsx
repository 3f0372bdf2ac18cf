import { type ReactNode, useEffect, useRef } from "react";

import { faultOf } from "../lib/faults.ts";
import { tryAgain } from "../lib/try-again.ts";
import { Button, ButtonLink } from "./button.tsx";
import { useTitle } from "./page.tsx";

/** What stands where there is nothing yet. */
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
  /** The page's name in the tab, where its title would be too long. */
  readonly name?: string;
  readonly kicker?: string;
  /** Why it may be so. */
  readonly text: string;
  /** Where else to go. */
  readonly to: string;
  readonly children: ReactNode;
}

/** A page of something that does not exist, or that the user may not see. */
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

interface FailureProps {
  readonly error: unknown;
  readonly retry: () => void;
  /** Whether this is all there is on the page, and so its heading. */
  readonly heading?: boolean;
}

const firstPause = 5;
const longestPause = 60;

/**
 * What stands where something should be that could not be had. While the page is looked at, it
 * tries again by itself, ever more seldom, and not before the server wants it.
 */
export function Failure({ error, retry, heading = false }: FailureProps) {
  const fault = faultOf(error);
  const latest = useRef(retry);
  const tries = useRef(0);
  useEffect(() => {
    latest.current = retry;
  });
  const { passing, retryAfter } = fault;
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
      <Title className="state-title">{fault.title}</Title>
      <p>{fault.text}</p>
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

/** Lines where text will be. */
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

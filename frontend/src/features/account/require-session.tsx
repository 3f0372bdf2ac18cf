import type { ReactNode } from "react";
import { Navigate, useLocation } from "react-router";

import { publicReads } from "../../lib/page.ts";
import { to } from "../../lib/paths.ts";
import { hasLeft, nextAfter, useIsPageHeld, useSession } from "../../shared/session/session.ts";

/**
 * The page, for people who are signed in; others sign in and come back. Who would lose something
 * with the page keeps it, and is told by the page what to do.
 */
export function RequireSession({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  const isHeld = useIsPageHeld();
  const { pathname, search, hash } = useLocation();
  if (session.state === "in" || isHeld) return children;
  const next = hasLeft(session)
    ? nextAfter(session, pathname + search)
    : pathname + search + hash;
  return <Navigate to={to.signIn(next)} replace />;
}

/** The page, for everybody who may read here. */
export function RequireReader({ children }: { readonly children: ReactNode }) {
  return publicReads ? children : <RequireSession>{children}</RequireSession>;
}

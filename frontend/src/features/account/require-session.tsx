import type { ReactNode } from "react";
import { Navigate, useLocation } from "react-router";

import { publicReads } from "../../lib/page.ts";
import { to } from "../../lib/paths.ts";
import { hasLeft, nextAfter, useIsPageHeld, useSession } from "../../shared/session/session.ts";

/**
 * Shows a page to users who are signed in. Others sign in and come back. If the page would lose
 * something, it stays, and tells the user what to do.
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

/** Shows a page to everyone who may read here. */
export function RequireReader({ children }: { readonly children: ReactNode }) {
  return publicReads ? children : <RequireSession>{children}</RequireSession>;
}

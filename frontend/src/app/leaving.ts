import { hasLeft, nextAfter, type Session } from "../shared/session/session.ts";
import { isReaders, paths, to } from "../lib/paths.ts";

interface Place {
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}

/**
 * Where to go from a page when the session has changed, or undefined to stay.
 *
 * @param open Whether visitors without an account may read.
 */
export function leaveFor(
  session: Session,
  { pathname, search, hash }: Place,
  open: boolean,
): string | undefined {
  if (pathname === paths.signIn || pathname === paths.signUp) return undefined;
  if (hasLeft(session)) return to.signIn(nextAfter(session, pathname + search));
  if (session.state !== "expired") return undefined;
  // Anyone reading a public page stays there without a session. The browser has dropped the cookie.
  return open && isReaders(pathname) ? undefined : to.signIn(pathname + search + hash);
}

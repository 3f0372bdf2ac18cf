import { hasLeft, nextAfter, type Session } from "../features/session/session.ts";
import { isReaders, paths, to } from "../lib/paths.ts";

interface Place {
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}

/**
 * Where to go from a page when the session has become another, or nothing to stay there.
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
  // A reader of public pages goes on anonymously: the browser has forgotten the cookie.
  return open && isReaders(pathname) ? undefined : to.signIn(pathname + search + hash);
}

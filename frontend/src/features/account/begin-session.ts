import { ProblemError, type User } from "@connectly/common";

import { api } from "../../lib/api.ts";
import { sessionBegan } from "../../shared/session/session.ts";

/** The server has signed somebody in, but this browser did not keep the cookie. */
export class CookiesBlocked extends Error {
  override readonly name = "CookiesBlocked";
}

/** What to do about it. */
export const cookiesNeeded =
  "Your browser blocks cookies for this site. Connectly needs one to keep you signed in.";

/** How long it may take to find out; after that the next page finds out. */
const deadline = 5_000;

/**
 * Goes on as the user that the server has signed in.
 *
 * No script can see the cookie, and what browsers say of cookies is not true for every setting: so
 * the server is asked whether the browser sends it.
 *
 * @throws CookiesBlocked
 */
export async function beginSession(user: User): Promise<void> {
  if (!(await isKept(user.id))) throw new CookiesBlocked();
  sessionBegan(user);
}

async function isKept(id: string): Promise<boolean> {
  try {
    const { user } = await api.readMe({ signal: AbortSignal.timeout(deadline) });
    // An older cookie may be there, which the browser did not let the new one replace.
    return user.id === id;
  } catch (error) {
    return !(error instanceof ProblemError && error.status === 401);
  }
}

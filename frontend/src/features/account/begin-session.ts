import { ProblemError, type User } from "@connectly/common";

import { api } from "../../lib/api.ts";
import { sessionBegan } from "../../shared/session/session.ts";

/** The server has signed the user in, but this browser didn't keep the cookie. */
export class CookiesBlocked extends Error {
  override readonly name = "CookiesBlocked";
}

/** Explains what is wrong. */
export const cookiesNeeded =
  "Your browser blocks cookies for this site. Connectly needs one to keep you signed in.";

/** How long to wait for the answer. After that, the next page finds out. */
const deadline = 5_000;

/**
 * Continues as the user that the server has signed in.
 *
 * No script can see the cookie, and what browsers report about cookies isn't true for every
 * setting. So this asks the server whether the browser sends it.
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
    // There may be an older cookie that the browser didn't let the new one replace.
    return user.id === id;
  } catch (error) {
    return !(error instanceof ProblemError && error.status === 401);
  }
}

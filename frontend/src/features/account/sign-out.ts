import { ProblemError } from "@connectly/common";

import { api } from "../../lib/api.ts";
import { sessionEnded } from "../../shared/session/session.ts";

/**
 * Ends the session on the server first, and only then here. If the server's session went on, the
 * user wouldn't be signed out.
 */
export async function signOut(): Promise<void> {
  try {
    await api.signOut();
  } catch (error) {
    // It had already ended.
    if (!(error instanceof ProblemError && error.status === 401)) throw error;
  }
  sessionEnded();
}

import { ProblemError } from "@connectly/common";

import { api } from "../../lib/api.ts";
import { sessionEnded } from "./session.ts";

/** Ends the session at the server, and only then here: a session that goes on is not a sign-out. */
export async function signOut(): Promise<void> {
  try {
    await api.signOut();
  } catch (error) {
    // It had ended already.
    if (!(error instanceof ProblemError && error.status === 401)) throw error;
  }
  sessionEnded();
}

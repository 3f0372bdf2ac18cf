import { Client as Connection } from "pg";

import type { Actor } from "./actor.ts";
import { databaseUrl } from "./environment.ts";

/** Ends all sessions of somebody, as their end or an administrator would. */
export async function endSessions(actor: Actor): Promise<void> {
  const connection = new Connection({ connectionString: databaseUrl });
  await connection.connect();
  try {
    await connection.query("delete from sessions where user_id = $1", [actor.user.id]);
  } finally {
    await connection.end();
  }
}

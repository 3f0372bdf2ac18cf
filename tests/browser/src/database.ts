import { Client as Connection } from "pg";

import type { Actor } from "./actor.ts";
import { databaseUrl } from "./environment.ts";

/** Ends all sessions of a user, as their expiry or an administrator would. */
export async function endSessions(actor: Actor): Promise<void> {
  await execute("delete from sessions where user_id = $1", [actor.user.id]);
}

/** Publishes many posts at once, newer than any other; each has a number for a title. */
export async function publishMany(author: Actor, count: number): Promise<void> {
  await execute(
    `insert into posts (id, author_id, title, content, published, created_at)
    select gen_random_uuid(), $1, number::text, 'content', true,
      now() + number * interval '1 millisecond'
    from generate_series(1, $2::int) as number`,
    [author.user.id, count],
  );
}

/** Makes a post older than it is. */
export async function age(post: string, hours: number): Promise<void> {
  const older = "created_at - make_interval(hours => $2)";
  const times = ["created_at", "updated_at", "published_at"].map((time) => `${time} = ${older}`);
  await execute(`update posts set ${times.join(", ")} where id = $1`, [post, hours]);
}

async function execute(statement: string, values: readonly (string | number)[]): Promise<void> {
  const connection = new Connection({ connectionString: databaseUrl });
  await connection.connect();
  try {
    await connection.query(statement, [...values]);
  } finally {
    await connection.end();
  }
}

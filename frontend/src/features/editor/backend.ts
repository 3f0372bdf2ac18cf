import { type Client, ConnectionError, ProblemError } from "@connectly/common";

import type { Doubt, Event, Failure, Faults, Job } from "./machine.ts";
import { lines, sameText, savedPost, type Saved } from "./text.ts";

/** How long an answer may take before it counts as none. */
const deadline = 20_000;
/** Among how many of one's newest posts a created one is looked for. */
const newest = 10;
/** By how much this device's clock may be ahead of the server's: by a wrong time zone, and more. */
const skew = 24 * 60 * 60 * 1_000;

/** Asks the server, and says what came of it. It never rejects. */
export async function carryOut(client: Client, user: string, job: Job): Promise<Event> {
  const options = { signal: AbortSignal.timeout(deadline) };
  try {
    switch (job.do) {
      case "create": {
        const { id, etag } = await client.createPost(
          { ...job.text, published: job.published },
          options,
        );
        return { type: "created", id, etag };
      }
      case "update": {
        const { id, text, published } = job;
        const { etag } = await client.updatePost(
          { id, ...text, published },
          { ...options, ifMatch: job.etag },
        );
        return { type: "updated", etag };
      }
      case "read": {
        const { post, etag } = await client.readPost(job.id, options);
        return { type: "read", saved: savedPost(post, etag) };
      }
      case "find":
        return { type: "found", saved: await find(client, user, job.doubt, options) };
      case "delete":
        await client.deletePost(job.id, { ...options, ifMatch: job.etag });
        return { type: "deleted" };
    }
  } catch (error) {
    return { type: "failed", failure: failureOf(error) };
  }
}

async function find(
  client: Client,
  author: string,
  { text, sentAt }: Doubt,
  options: { signal: AbortSignal },
): Promise<Saved | null> {
  const { posts } = await client.listPosts({ author, limit: newest, content: "full" }, options);
  const match = posts.find(
    (post) =>
      "content" in post &&
      sameText(text, { title: post.title, content: lines(post.content) }) &&
      // An older post with the same words is another one.
      Date.parse(post.createdAt) >= sentAt - skew,
  );
  if (!match) return null;
  const { post, etag } = await client.readPost(match.id, options);
  return savedPost(post, etag);
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof ProblemError)) {
    // A deadline that has passed is as good as no answer.
    if (error instanceof ConnectionError || error instanceof DOMException)
      return { kind: "unreachable" };
    // A fault of ours: the text stays here, and the console shows the cause.
    console.error(error);
    return { kind: "refused", faults: { "": "this page has a fault; reloading it may help" } };
  }
  const { status, retryAfter } = error;
  if (status === 401) return { kind: "signed-out" };
  if (status === 404) return { kind: "missing" };
  if (status === 412) return { kind: "stale" };
  if (status === 429) return { kind: "busy", retryAfter, mayBeDone: false };
  // The server may have done it, and only its own answer did not come in time.
  if (status >= 500) return { kind: "busy", retryAfter, mayBeDone: true };
  return { kind: "refused", faults: faultsOf(error) };
}

function faultsOf({ fields, problem }: ProblemError): Faults {
  const faults: Partial<Record<"title" | "content" | "", string>> = {};
  for (const { field, message } of fields) {
    faults[field === "title" || field === "content" ? field : ""] ??= message;
  }
  return fields.length > 0 ? faults : { "": problem.detail };
}

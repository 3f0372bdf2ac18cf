import { type Client, ConnectionError, ProblemError } from "@connectly/common";

import type { Event, Failure, Faults, Job } from "./machine.ts";
import { type Doubt, inputOf, lines, sameText, savedPost, type Saved } from "../../shared/drafts/text.ts";

/** How long to wait for an answer. */
const deadline = 20_000;
/** Among how many of the user's newest posts to look for one that may have been created. */
const newest = 10;
/**
 * By how much this device's clock may be ahead of the server's, for example with a wrong time zone.
 */
const skew = 24 * 60 * 60 * 1_000;

/** Asks the server and returns what came of it. It never rejects. */
export async function carryOut(client: Client, user: string, job: Job): Promise<Event> {
  const options = { signal: AbortSignal.timeout(deadline) };
  try {
    switch (job.do) {
      case "create": {
        const { id, etag } = await client.createPost(
          { ...inputOf(job.text), published: job.published, ...job.terms },
          options,
        );
        return { type: "created", id, etag };
      }
      case "update": {
        const { id, text, published, terms } = job;
        const { etag } = await client.updatePost(
          { id, ...inputOf(text), published, ...terms },
          { ...options, ifMatch: job.etag },
        );
        return { type: "updated", etag };
      }
      case "keep": {
        const { etag } = await client.saveDraft(job.id, inputOf(job.text), {
          ...options,
          ifMatch: job.etag,
        });
        return { type: "updated", etag };
      }
      case "drop":
        await client.deleteDraft(job.id, { ...options, ifMatch: job.etag });
        return { type: "dropped" };
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
      // An older post with the same words is a different one.
      Date.parse(post.createdAt) >= sentAt - skew,
  );
  if (!match) return null;
  const { post, etag } = await client.readPost(match.id, options);
  return savedPost(post, etag);
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof ProblemError)) {
    // A missed deadline counts as no answer.
    if (error instanceof ConnectionError || error instanceof DOMException)
      return { kind: "unreachable" };
    // This is a bug. The text stays here, and the console shows the cause.
    console.error(error);
    return { kind: "refused", faults: { "": "there’s a bug on this page; reloading it may help" } };
  }
  const { status, retryAfter } = error;
  if (status === 401) return { kind: "signed-out" };
  if (status === 404) return { kind: "missing" };
  // 409: it isn't published any more.
  if (status === 412 || status === 409) return { kind: "stale" };
  if (status === 429) return { kind: "busy", retryAfter, mayBeDone: false };
  // The server may have done it, and only its answer didn't come in time.
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

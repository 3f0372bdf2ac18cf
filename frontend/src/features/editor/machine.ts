// What the editor does, but not how: it takes a state and an event, and returns the next state and
// what to do. It has no clock, no network and no React, so that every case can be tested.

import { createPostSchema, strongTag } from "@connectly/common";

import { hasConflictMarks } from "./merge.ts";
import {
  blank,
  type Doubt,
  inputOf,
  isBlank,
  isInvisible,
  sameText,
  type Saved,
  type Text,
  textOf,
  wellFormed,
} from "../../shared/drafts/text.ts";

/** What is going on between this device and the server. */
export type Phase =
  /** Nothing. */
  | { readonly name: "resting" }
  /** Something will be tried at a later time. */
  | {
      readonly name: "waiting";
      readonly reason: "typing" | "offline" | "busy";
      readonly attempt: number;
    }
  /** The server has been asked. */
  | { readonly name: "working"; readonly job: Job; readonly attempt: number }
  /** The post was changed elsewhere; the writer has to decide. */
  | { readonly name: "conflict"; readonly theirs: Saved }
  /** The post was deleted elsewhere; the writer has to decide. */
  | { readonly name: "deleted" }
  /** The server, or our own check, refused the text. */
  | {
      readonly name: "refused";
      readonly faults: Faults;
      /**
       * Whether it was refused at once when the writer pressed the button. Then the message is at
       * the field.
       */
      readonly pressed: boolean;
    }
  /**
   * The server says that the post has changed, yet returns it unchanged. Asking again would never
   * end, so the writer decides when to try again.
   */
  | { readonly name: "stopped"; readonly wish: Wish | null }
  /** The session has ended. */
  | { readonly name: "signed-out" };

/** What the server is asked. */
export type Job =
  | {
      readonly do: "create";
      readonly text: Text;
      readonly published: boolean;
      readonly terms?: Terms | undefined;
    }
  /** Was this post created by a request whose answer was lost? */
  | { readonly do: "find"; readonly doubt: Doubt }
  | {
      readonly do: "update";
      readonly text: Text;
      readonly published: boolean;
      readonly id: string;
      readonly etag: string;
      readonly terms?: Terms | undefined;
    }
  /** Keep changes to a published post, which readers don't see. */
  | { readonly do: "keep"; readonly text: Text; readonly id: string; readonly etag: string }
  /** Delete the changes that readers don't see. */
  | { readonly do: "drop"; readonly id: string; readonly etag: string }
  /** What does the post look like now? */
  | { readonly do: "read"; readonly id: string }
  | { readonly do: "delete"; readonly id: string; readonly etag: string };

/** Messages by field; `""` for those that belong to no field. */
export type Faults = Readonly<Partial<Record<"title" | "content" | "", string>>>;

/** Where and when a post is published, if the writer has decided. */
export interface Terms {
  readonly slug?: string | undefined;
  /** RFC 3339. */
  readonly publishedAt?: string | undefined;
}

/** What the writer has asked for. */
export type Wish =
  /**
   * Readers are to see the text as it was then. What is written later waits for the next time. The
   * terms are absent once the server has them.
   */
  | { readonly to: "publish"; readonly text: Text; readonly terms?: Terms | undefined }
  /** The changes that readers don't see are to be deleted. */
  | { readonly to: "revert" }
  | { readonly to: "unpublish" }
  /** A new post is to be deleted, with the draft that was made of it. */
  | { readonly to: "discard" };

/** The state of one editor. */
export interface Editing {
  readonly text: Text;
  /** The server's version that the text started from. Null for a post that doesn't exist yet. */
  readonly base: Saved | null;
  /**
   * A text that may have arrived. It is kept before it is sent, because the page may be closed
   * before the answer comes. Nothing else is sent until its outcome is known, so there is never a
   * second one.
   */
  readonly doubt: Doubt | null;
  readonly wish: Wish | null;
  /** The title from elsewhere, if a merge left the choice to the writer. */
  readonly otherTitle: string | null;
  /** How often in a row the server has refused a change to its newest version. */
  readonly refusals: number;
  readonly phase: Phase;
}

export type Event =
  | { readonly type: "typed"; readonly text: Text }
  /** The writer does not want to wait. */
  | { readonly type: "save" }
  /** The writer tries again after everything has stopped. */
  | { readonly type: "retry" }
  | { readonly type: "publish"; readonly terms?: Terms | undefined }
  | { readonly type: "unpublish" }
  /** What is waiting to be published shouldn't be. */
  | { readonly type: "take-back" }
  /** The writer doesn't want this text, nor the draft that was made of it. */
  | { readonly type: "discard" }
  /** The writer doesn't want what only this device has of a post. Nothing more is asked about it. */
  | { readonly type: "forget" }
  | { readonly type: "time" }
  | { readonly type: "online" }
  | { readonly type: "offline" }
  /** The post may have changed elsewhere, or it is a good moment to check. */
  | { readonly type: "look" }
  | { readonly type: "created"; readonly id: string; readonly etag: string }
  | { readonly type: "found"; readonly saved: Saved | null }
  | { readonly type: "updated"; readonly etag: string }
  /** The changes that readers don't see are deleted. */
  | { readonly type: "dropped" }
  | { readonly type: "read"; readonly saved: Saved }
  | { readonly type: "deleted" }
  | { readonly type: "failed"; readonly failure: Failure }
  /** The writer is signed in again. */
  | { readonly type: "signed-in" }
  | { readonly type: "take-theirs" }
  | { readonly type: "merge"; readonly text: Text; readonly otherTitle: string | null }
  /** The writer has chosen between two titles. */
  | { readonly type: "title-chosen"; readonly title: string }
  | { readonly type: "keep-apart" }
  /** Back to what readers see. */
  | { readonly type: "revert" };

export type Failure =
  | { readonly kind: "unreachable" }
  | { readonly kind: "busy"; readonly retryAfter: number | undefined; readonly mayBeDone: boolean }
  | { readonly kind: "stale" }
  | { readonly kind: "missing" }
  | { readonly kind: "signed-out" }
  | { readonly kind: "refused"; readonly faults: Faults };

export type Effect =
  | Job
  /** Send `time` after so many milliseconds, and cancel the previous timer. */
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "stop-waiting" }
  /** The post has been published or updated as wished. */
  | { readonly do: "tell-published"; readonly id: string }
  /** Nothing is left of the text that the writer didn't want. */
  | { readonly do: "tell-discarded" };

export type Step = readonly [Editing, readonly Effect[]];

/** How long the writer pauses before a draft is saved. */
export const pause = 1_500;
const longestWait = 60_000;
const offlineWait = 15_000;

/** The state of an editor for an existing post, or for a new one. */
export function begin(base: Saved | null): Editing {
  const text = base ? textOf(base) : blank;
  return {
    text,
    base,
    doubt: null,
    wish: null,
    otherTitle: null,
    refusals: 0,
    phase: { name: "resting" },
  };
}

/** Whether there is something here that the server doesn't have. */
export function isDirty({ text, base }: Editing): boolean {
  return base ? !sameText(text, base) : !isBlank(text);
}

/** Whether readers can see the post, with or without the latest changes. */
export function isPublished({ base }: Editing): boolean {
  return base?.published === true;
}

/** Whether readers see another text than the one that the server keeps for its writer. */
export function hasUnpublished({ base }: Editing): boolean {
  return base?.published === true && base.live != null;
}

/** Why a text can't be saved, in the server's words. */
export function faultsOf(text: Text): Faults | null {
  const result = createPostSchema.safeParse(inputOf(wellFormed(text)));
  if (result.success) return null;
  const faults: Partial<Record<"title" | "content" | "", string>> = {};
  for (const { path, message } of result.error.issues) {
    const field = path[0] === "title" || path[0] === "content" ? path[0] : "";
    faults[field] ??= message;
  }
  return faults;
}

/** Whether the whole current text is about to be published. */
export function isPublishing({ wish: wished, text }: Editing): boolean {
  return wished?.to === "publish" && sameText(wished.text, text);
}

/** The next state and what to do. `now` is in milliseconds by this device's clock. */
export function step(state: Editing, event: Event, now: number): Step {
  const [next, effects] = advance(state, event);
  const { doubt } = next;
  if (!doubt || doubt === state.doubt) return [next, effects];
  return [{ ...next, doubt: { ...doubt, sentAt: now } }, effects];
}

function advance(state: Editing, event: Event): Step {
  switch (event.type) {
    case "typed":
      return typed({ ...state, text: event.text });
    case "save":
      if (!isIdle(state) || !isDirty(state)) return [state, []];
      return work({ ...state, refusals: 0 }, 0);
    case "retry":
      return retry(state);
    case "publish":
      return publish(state, event.terms);
    case "unpublish":
      return wish(state, { to: "unpublish" });
    case "take-back":
      return takeBack(state);
    case "discard":
      if (state.phase.name === "deleted") return discarded();
      return wish(state, { to: "discard" });
    case "forget":
      return [begin(state.base), [{ do: "stop-waiting" }]];
    case "time":
      return state.phase.name === "waiting" ? work(state, state.phase.attempt) : [state, []];
    case "online":
      return state.phase.name === "waiting" && state.phase.reason === "offline"
        ? work(state, 0)
        : [state, []];
    case "offline":
      return state.phase.name === "waiting" && state.phase.reason === "typing"
        ? waitFor(state, "offline", 0, offlineWait)
        : [state, []];
    case "look":
      return look(state);
    case "created":
      return created(state, event.id, event.etag);
    case "found":
      return found(state, event.saved);
    case "updated":
      return updated(state, event.etag);
    case "dropped":
      return dropped(state);
    case "read":
      return compare(state, event.saved);
    case "deleted":
      return deleted(state);
    case "failed":
      return failed(state, event.failure);
    case "signed-in":
      return state.phase.name === "signed-out" ? settle(state) : [state, []];
    case "take-theirs":
      if (state.phase.name !== "conflict") return [state, []];
      return [begin(state.phase.theirs), [{ do: "stop-waiting" }]];
    case "merge": {
      if (state.phase.name !== "conflict") return [state, []];
      const { text, otherTitle } = event;
      return settle({ ...state, base: state.phase.theirs, text, otherTitle, doubt: null });
    }
    case "title-chosen": {
      const text = { ...state.text, title: event.title };
      return typed({ ...state, text, otherTitle: null });
    }
    case "keep-apart":
      if (state.phase.name !== "conflict" && state.phase.name !== "deleted") return [state, []];
      return work({ ...state, base: null, doubt: null, wish: null, otherTitle: null }, 0);
    case "revert":
      return revert(state);
  }
}

function isIdle({ phase }: Editing): boolean {
  switch (phase.name) {
    case "resting":
    case "waiting":
    case "refused":
    case "stopped":
      return true;
    default:
      return false;
  }
}

function retry(state: Editing): Step {
  if (state.phase.name !== "stopped") return [state, []];
  const { wish: wished } = state.phase;
  const begun = { ...state, refusals: 0 };
  // The button was pressed now, so this text counts.
  if (wished?.to === "publish") return publish({ ...begun, phase: { name: "resting" } }, wished.terms);
  return work({ ...begun, wish: wished }, 0);
}

function rest(state: Editing): Step {
  return [{ ...state, refusals: 0, phase: { name: "resting" } }, [{ do: "stop-waiting" }]];
}

function waitFor(
  state: Editing,
  reason: "typing" | "offline" | "busy",
  attempt: number,
  ms: number,
): Step {
  return [{ ...state, phase: { name: "waiting", reason, attempt } }, [{ do: "wait", ms }]];
}

function typed(state: Editing): Step {
  // A writer who continues wants the text.
  const wanted = state.wish?.to === "discard" ? { ...state, wish: null } : state;
  if (wanted.phase.name === "waiting" && wanted.phase.reason !== "typing") return [wanted, []];
  // More writing would be refused as well.
  if (wanted.phase.name === "stopped" && (wanted.phase.wish || isDirty(wanted))) return [wanted, []];
  return isIdle(wanted) ? settle(wanted) : [wanted, []];
}

/** The next step when nothing is going on. `attempt` counts the failures. */
function settle(state: Editing, attempt = 0): Step {
  const { wish: wished, base } = state;
  // Find out first what became of the post.
  if (state.doubt) return work(state, attempt);
  if (wished !== null) {
    if (!isFulfilled(wished, base)) return work(state, attempt);
    const [rested, effects] = settle({ ...state, wish: null });
    // A writer who has continued isn't led away from the text.
    const isTold = wished.to === "publish" && base !== null && !isDirty(state);
    return [rested, isTold ? [...effects, { do: "tell-published", id: base.id }] : effects];
  }
  if (!isDirty(state) || faultsOf(state.text)) return rest(state);
  return attempt > 0 ? work(state, attempt) : waitFor(state, "typing", 0, pause);
}

/** Whether the server has to be asked for something. */
function isLeft(state: Editing): boolean {
  const { wish: wished, base } = state;
  return wished === null ? isDirty(state) : !isFulfilled(wished, base);
}

function isFulfilled(wished: Wish, base: Saved | null): boolean {
  switch (wished.to) {
    case "publish":
      return (
        base?.published === true &&
        base.live == null &&
        wished.terms === undefined &&
        sameText(wished.text, base)
      );
    case "unpublish":
      return base?.published !== true;
    case "revert":
      return base?.live == null;
    case "discard":
      return false;
  }
}

function publish(state: Editing, terms: Terms | undefined): Step {
  // Pressing twice counts once.
  if (isPublishing(state)) return [state, []];
  const faults = faultsToPublish(state.text);
  if (faults && isIdle(state)) return refuse(state, faults, true);
  return wish(state, { to: "publish", text: state.text, ...(terms ? { terms } : {}) });
}

/** Shows what readers see, and deletes the changes on the server. */
function revert(state: Editing): Step {
  const { base, doubt, phase } = state;
  const reverted = { ...begin(base), doubt };
  const text = base?.live == null ? reverted.text : textOf(base.live);
  // Changes that are being sent may arrive. Then they are deleted, too.
  const isKept = base?.live != null || doubt !== null;
  const wished: Editing = { ...reverted, text, wish: isKept ? { to: "revert" } : null };
  if (phase.name === "working") return [{ ...wished, phase }, []];
  return settle(wished);
}

function wish(state: Editing, wished: Wish): Step {
  if (wished.to === state.wish?.to && wished.to !== "publish") return [state, []];
  if (state.phase.name === "working") return [{ ...state, wish: wished }, []];
  return isIdle(state) ? settle({ ...state, wish: wished, refusals: 0 }) : [state, []];
}

function takeBack(state: Editing): Step {
  if (state.wish?.to !== "publish") return [state, []];
  // Readers may already see it, although they had nothing before.
  if (!isPublished(state)) return wish(state, { to: "unpublish" });
  const free = { ...state, wish: null };
  return isIdle(free) ? settle(free) : [free, []];
}

/** Why readers can't be shown a text yet. */
export function faultsToPublish(text: Text): Faults | null {
  const faults = {
    ...faultsOf(text),
    ...(isInvisible(text.title) ? { title: "Add a title first." } : {}),
    ...(isInvisible(text.content) ? { content: "Write some text first." } : {}),
  };
  if (Object.keys(faults).length > 0) return faults;
  if (!hasConflictMarks(text.content)) return null;
  return { content: "some places are still marked: choose what to keep, and remove the marks" };
}

function refuse(state: Editing, faults: Faults, pressed = false): Step {
  return [
    { ...state, wish: null, refusals: 0, phase: { name: "refused", faults, pressed } },
    [{ do: "stop-waiting" }],
  ];
}

function stop(state: Editing): Step {
  const { wish: wished } = state;
  return [
    { ...state, wish: null, doubt: null, phase: { name: "stopped", wish: wished } },
    [{ do: "stop-waiting" }],
  ];
}

function discarded(): Step {
  return [begin(null), [{ do: "stop-waiting" }, { do: "tell-discarded" }]];
}

/** Asks the server for the next thing. */
function work(state: Editing, attempt: number): Step {
  const { base, doubt, wish: wished } = state;
  if (doubt) {
    const job: Job = base ? { do: "read", id: base.id } : { do: "find", doubt };
    return ask(state, job, attempt);
  }
  if (wished?.to === "discard") {
    if (!base) return discarded();
    return ask(state, { do: "delete", id: base.id, etag: base.etag }, attempt);
  }
  if (wished?.to === "revert") {
    if (!base) return rest({ ...state, wish: null });
    return ask(state, { do: "drop", id: base.id, etag: base.etag }, attempt);
  }
  // The writer has taken back what had been changed.
  if (wished === null && base?.published && base.live && sameText(state.text, base.live)) {
    return ask(state, { do: "drop", id: base.id, etag: base.etag }, attempt);
  }
  const isPublication = wished?.to === "publish";
  const text = wellFormed(isPublication ? wished.text : state.text);
  const faults = isPublication ? faultsToPublish(text) : faultsOf(text);
  if (faults) return wished === null ? rest(state) : refuse(state, faults);
  const doubting = { ...state, doubt: { text, sentAt: 0 } };
  const terms = isPublication ? wished.terms : undefined;
  if (!base) {
    // A post with an old date isn't among the newest ones, where one is looked for whose answer was
    // lost. So it is a draft first.
    const isDated = terms?.publishedAt !== undefined;
    const how = isDated ? { published: false } : { published: isPublication, terms };
    return ask(doubting, { do: "create", text, ...how }, attempt);
  }
  const { id, etag } = base;
  if (wished === null && base.published) return ask(doubting, { do: "keep", text, id, etag }, attempt);
  return ask(doubting, { do: "update", text, published: isPublication, id, etag, terms }, attempt);
}

function ask(state: Editing, job: Job, attempt: number): Step {
  return [{ ...state, phase: { name: "working", job, attempt } }, [{ do: "stop-waiting" }, job]];
}

function look(state: Editing): Step {
  // While something is being saved, we learn of it anyway.
  if (!state.base || !isIdle(state)) return [state, []];
  return ask(state, { do: "read", id: state.base.id }, 0);
}

function created(state: Editing, id: string, etag: string): Step {
  if (state.phase.name !== "working" || state.phase.job.do !== "create") return [state, []];
  const { text, published } = state.phase.job;
  const base = { id, etag: strongTag(etag), published, ...text };
  return settle({ ...met(state, text, published), base, doubt: null, refusals: 0 });
}

function updated(state: Editing, etag: string): Step {
  const { phase, base: before } = state;
  if (phase.name !== "working" || !before) return [state, []];
  const { job } = phase;
  if (job.do === "keep") {
    const base = { ...before, ...job.text, etag: strongTag(etag), live: before.live ?? textOf(before) };
    return settle({ ...state, base, doubt: null, refusals: 0 });
  }
  if (job.do !== "update") return [state, []];
  const { text, published, id } = job;
  const base = { id, etag: strongTag(etag), published, ...text };
  return settle({ ...met(state, text, published), base, doubt: null, refusals: 0 });
}

/** The terms of a wish to publish have arrived with the text. */
function met(state: Editing, text: Text, published: boolean): Editing {
  const { wish: wished } = state;
  if (!published || wished?.to !== "publish" || !sameText(wished.text, text)) return state;
  return { ...state, wish: { ...wished, terms: undefined } };
}

function dropped(state: Editing): Step {
  const { phase, base } = state;
  if (phase.name !== "working" || phase.job.do !== "drop" || !base) return [state, []];
  const left = { ...base, ...(base.live ? textOf(base.live) : {}), live: null };
  // The answer doesn't say which version is left.
  return ask({ ...state, base: left, refusals: 0 }, { do: "read", id: base.id }, 0);
}

function found(state: Editing, saved: Saved | null): Step {
  if (state.phase.name !== "working" || state.phase.job.do !== "find") return [state, []];
  // It was found, but not as wished: continue trying.
  if (saved) return settle({ ...state, base: saved, doubt: null }, attemptOf(state));
  // It didn't arrive, so try again.
  return settle({ ...state, doubt: null }, state.phase.attempt);
}

function deleted(state: Editing): Step {
  if (state.phase.name !== "working" || state.phase.job.do !== "delete") return [state, []];
  if (state.wish?.to === "discard") return discarded();
  // The writer has changed their mind meanwhile: this text is a new post.
  return settle({ ...state, base: null, doubt: null, refusals: 0 });
}

/** The pause before the next try. It grows, unless all that is left is a new text. */
function attemptOf({ wish: wished, phase }: Editing): number {
  return wished !== null && phase.name === "working" ? phase.attempt : 0;
}

/** Compares the server's post with ours: is it ours, unchanged, or changed by somebody else? */
function compare(state: Editing, theirs: Saved): Step {
  const { base, text, doubt, phase } = state;
  if (!base) return [state, []];
  const attempt = phase.name === "working" ? phase.attempt : 0;
  const { refusals } = state;
  if (strongTag(theirs.etag) === strongTag(base.etag)) {
    // The server says that it has changed, and it hasn't.
    if (refusals > 0) return stop(state);
    // The text in doubt didn't arrive, so try again.
    return settle({ ...state, doubt: null }, attempt);
  }
  const isOurs = doubt !== null && sameText(doubt.text, theirs);
  if (isOurs || sameText(theirs, base) || sameText(theirs, text)) {
    // A text that readers don't see yet came as a draft, without the terms.
    const isOut = theirs.published && theirs.live == null;
    const sent = isOurs ? met(state, doubt.text, isOut) : state;
    const newest = { ...sent, base: theirs, doubt: null };
    // With the newest revision it should work. If it is refused twice, stop.
    if (refusals > 1 && isLeft(newest)) return stop(newest);
    if (isOurs && state.wish === null) return settle({ ...newest, refusals: 0 });
    return settle(newest, attempt);
  }
  // Nothing of ours would be lost.
  if (!isDirty(state)) return [begin(theirs), [{ do: "stop-waiting" }]];
  return [
    {
      ...state,
      wish: null,
      otherTitle: null,
      doubt: null,
      refusals: 0,
      phase: { name: "conflict", theirs },
    },
    [{ do: "stop-waiting" }],
  ];
}

function failed(state: Editing, failure: Failure): Step {
  if (state.phase.name !== "working") return [state, []];
  const { job, attempt } = state.phase;
  // A check that finds nothing new changes nothing.
  const onlyLooking =
    job.do === "read" && state.wish === null && state.doubt === null && !isDirty(state);
  switch (failure.kind) {
    case "unreachable":
      if (onlyLooking) return settle(state);
      return waitFor(state, "offline", attempt + 1, backoff(attempt));
    case "busy": {
      if (onlyLooking) return settle(state);
      const ms = Math.max(1_000 * (failure.retryAfter ?? 0), backoff(attempt));
      const left = failure.mayBeDone ? state : undoubted(state, job);
      return waitFor(left, "busy", attempt + 1, ms);
    }
    case "stale":
      if (job.do === "create" || job.do === "read" || job.do === "find") {
        return refuse(state, { "": "the server's answer makes no sense" });
      }
      return ask(
        { ...state, refusals: state.refusals + 1 },
        { do: "read", id: job.id },
        attempt,
      );
    case "missing":
      if (job.do === "delete") return deleted(state);
      return [
        { ...state, wish: null, otherTitle: null, doubt: null, phase: { name: "deleted" } },
        [{ do: "stop-waiting" }],
      ];
    case "signed-out":
      return [
        { ...undoubted(state, job), phase: { name: "signed-out" } },
        [{ do: "stop-waiting" }],
      ];
    case "refused":
      return refuse(undoubted(state, job), failure.faults);
  }
}

/** Removes the doubt about a job that was answered: it wasn't done. */
function undoubted(state: Editing, job: Job): Editing {
  return ["create", "update", "keep"].includes(job.do) ? { ...state, doubt: null } : state;
}

function backoff(attempt: number): number {
  return Math.min(longestWait, 2_000 * 2 ** attempt);
}

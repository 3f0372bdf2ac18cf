// What the editor does, without how: from a state and an event to the next state and what is to
// be done. No clock, no network, no React, so that every case can be tried.

import { createPostSchema } from "@connectly/common";

import { hasConflictMarks } from "./merge.ts";
import { blank, isBlank, sameText, type Saved, type Text } from "./text.ts";

/** What is going on between here and the server. */
export type Phase =
  /** Nothing. */
  | { readonly name: "resting" }
  /** Something will be tried when the time has come. */
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
  /** The server, or our check, said no. */
  | { readonly name: "refused"; readonly faults: Faults }
  /** The session has ended. */
  | { readonly name: "signed-out" };

/** What the server is asked. */
export type Job =
  | { readonly do: "create"; readonly text: Text; readonly published: boolean }
  /** Was this created, by a request whose answer did not arrive? */
  | { readonly do: "find"; readonly doubt: Doubt }
  | {
      readonly do: "update";
      readonly text: Text;
      readonly published: boolean;
      readonly id: string;
      readonly etag: string;
    }
  /** What does the post look like now? */
  | { readonly do: "read"; readonly id: string }
  | { readonly do: "delete"; readonly id: string; readonly etag: string };

/** What is wrong, by field; `""` for what belongs to no field. */
export type Faults = Readonly<Partial<Record<"title" | "content" | "", string>>>;

/** A text that was sent and may have arrived, although no answer came. */
export interface Doubt {
  readonly text: Text;
  /** When it was sent, in milliseconds, by this device's clock. */
  readonly sentAt: number;
}

/** What the writer has asked for. */
export type Wish =
  /** That readers see the text as it was then; what is written later waits for the next time. */
  | { readonly to: "publish"; readonly text: Text }
  | { readonly to: "unpublish" }
  /** That a new post is not there, nor the draft that was made of it. */
  | { readonly to: "discard" };

/** The state of one editor. */
export interface Editing {
  readonly text: Text;
  /** The server's state that the text began from; null for a post that is not there yet. */
  readonly base: Saved | null;
  /**
   * It is kept before it is sent, for the page may be gone before the answer comes. Nothing more is
   * sent before it is known what became of it, so there is never a second.
   */
  readonly doubt: Doubt | null;
  readonly wish: Wish | null;
  /** The title from elsewhere, when a merge left the choice to the writer. */
  readonly otherTitle: string | null;
  readonly phase: Phase;
}

export type Event =
  | { readonly type: "typed"; readonly text: Text }
  /** The writer does not want to wait. */
  | { readonly type: "save" }
  | { readonly type: "publish" }
  | { readonly type: "unpublish" }
  /** What waits to be published shall not be. */
  | { readonly type: "take-back" }
  /** The writer does not want what is here, nor the draft that was made of it. */
  | { readonly type: "discard" }
  | { readonly type: "time" }
  | { readonly type: "online" }
  | { readonly type: "offline" }
  /** The post is said to have changed elsewhere, or one may look. */
  | { readonly type: "look" }
  | { readonly type: "created"; readonly id: string; readonly etag: string }
  | { readonly type: "found"; readonly saved: Saved | null }
  | { readonly type: "updated"; readonly etag: string }
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
  /** Back to what the server has. */
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
  /** Send `time` after so many milliseconds, and forget what was said before. */
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "stop-waiting" }
  /** The wish to publish, or to update what is published, has come true. */
  | { readonly do: "tell-published"; readonly id: string }
  /** Nothing is left of what the writer did not want. */
  | { readonly do: "tell-discarded" };

export type Step = readonly [Editing, readonly Effect[]];

/** How long the writer pauses before a draft is saved. */
export const pause = 1_500;
const longestWait = 60_000;
const offlineWait = 15_000;

/** The editor of a post that the server has, or of a new one. */
export function begin(base: Saved | null): Editing {
  const text = base ? { title: base.title, content: base.content } : blank;
  return { text, base, doubt: null, wish: null, otherTitle: null, phase: { name: "resting" } };
}

/** Whether there is something here that the server does not have. */
export function isDirty({ text, base }: Editing): boolean {
  return base ? !sameText(text, base) : !isBlank(text);
}

/** Whether changes go to the server by themselves: readers see a post only as it was published. */
export function savesItself({ base }: Editing): boolean {
  return base?.published !== true;
}

/** What keeps a text from being saved, as the server would say it. */
export function faultsOf(text: Text): Faults | null {
  const result = createPostSchema.safeParse(text);
  if (result.success) return null;
  const faults: Partial<Record<"title" | "content" | "", string>> = {};
  for (const { path, message } of result.error.issues) {
    const field = path[0] === "title" || path[0] === "content" ? path[0] : "";
    faults[field] ??= message;
  }
  return faults;
}

/** Whether the text that is here is about to be published, to its last word. */
export function isPublishing({ wish: wished, text }: Editing): boolean {
  return wished?.to === "publish" && sameText(wished.text, text);
}

/** From a state and an event to what follows. `now`: milliseconds, by this device's clock. */
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
      return isIdle(state) && savesItself(state) && isDirty(state) ? work(state, 0) : [state, []];
    case "publish":
      return publish(state);
    case "unpublish":
      return wish(state, { to: "unpublish" });
    case "take-back":
      return takeBack(state);
    case "discard":
      if (state.phase.name === "deleted") return discarded();
      return wish(state, { to: "discard" });
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
      if (state.phase.name === "working") {
        // What is on its way has its own text; only what is on the screen goes.
        return [{ ...begin(state.base), doubt: state.doubt, phase: state.phase }, []];
      }
      return [begin(state.base), [{ do: "stop-waiting" }]];
  }
}

function isIdle({ phase }: Editing): boolean {
  return phase.name === "resting" || phase.name === "waiting" || phase.name === "refused";
}

function rest(state: Editing): Step {
  return [{ ...state, phase: { name: "resting" } }, [{ do: "stop-waiting" }]];
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
  // Whoever writes on wants what is written.
  const wanted = state.wish?.to === "discard" ? { ...state, wish: null } : state;
  if (wanted.phase.name === "waiting" && wanted.phase.reason !== "typing") return [wanted, []];
  return isIdle(wanted) ? settle(wanted) : [wanted, []];
}

/** What there is to do next when nothing is going on; `attempt`: how often it has failed. */
function settle(state: Editing, attempt = 0): Step {
  const { wish: wished, base } = state;
  // Before anything is said of a post, it must be known what became of it.
  if (state.doubt) return work(state, attempt);
  if (wished !== null) {
    if (!isFulfilled(wished, base)) return work(state, attempt);
    const [rested, effects] = settle({ ...state, wish: null });
    // Whoever has written on meanwhile is not led away from it.
    const isTold = wished.to === "publish" && base !== null && !isDirty(state);
    return [rested, isTold ? [...effects, { do: "tell-published", id: base.id }] : effects];
  }
  if (!savesItself(state) || !isDirty(state) || faultsOf(state.text)) return rest(state);
  return attempt > 0 ? work(state, attempt) : waitFor(state, "typing", 0, pause);
}

function isFulfilled(wished: Wish, base: Saved | null): boolean {
  switch (wished.to) {
    case "publish":
      return base?.published === true && sameText(wished.text, base);
    case "unpublish":
      return base?.published !== true;
    case "discard":
      return false;
  }
}

function publish(state: Editing): Step {
  // Pressed twice, it counts once.
  if (isPublishing(state)) return [state, []];
  const faults = faultsToPublish(state.text);
  if (faults && isIdle(state)) return refuse(state, faults);
  return wish(state, { to: "publish", text: state.text });
}

function wish(state: Editing, wished: Wish): Step {
  if (wished.to === state.wish?.to && wished.to !== "publish") return [state, []];
  if (state.phase.name === "working") return [{ ...state, wish: wished }, []];
  return isIdle(state) ? settle({ ...state, wish: wished }) : [state, []];
}

function takeBack(state: Editing): Step {
  if (state.wish?.to !== "publish") return [state, []];
  // It may have come to the readers, who had nothing before.
  if (savesItself(state)) return wish(state, { to: "unpublish" });
  const free = { ...state, wish: null };
  return isIdle(free) ? settle(free) : [free, []];
}

function faultsToPublish(text: Text): Faults | null {
  const faults = faultsOf(text);
  if (faults || !hasConflictMarks(text.content)) return faults;
  return { content: "some places are still marked: choose what to keep, and remove the marks" };
}

function refuse(state: Editing, faults: Faults): Step {
  return [{ ...state, wish: null, phase: { name: "refused", faults } }, [{ do: "stop-waiting" }]];
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
  // Readers see nothing that the writer has not said: then it is only to be known how the post is.
  if (base && wished === null && !savesItself(state)) {
    return ask(state, { do: "read", id: base.id }, attempt);
  }
  const isPublication = wished?.to === "publish";
  const text = isPublication ? wished.text : state.text;
  const faults = isPublication ? faultsToPublish(text) : faultsOf(text);
  if (faults) return wished === null ? rest(state) : refuse(state, faults);
  const doubting = { ...state, doubt: { text, sentAt: 0 } };
  if (!base) return ask(doubting, { do: "create", text, published: isPublication }, attempt);
  const { id, etag } = base;
  return ask(doubting, { do: "update", text, published: isPublication, id, etag }, attempt);
}

function ask(state: Editing, job: Job, attempt: number): Step {
  return [{ ...state, phase: { name: "working", job, attempt } }, [{ do: "stop-waiting" }, job]];
}

function look(state: Editing): Step {
  // While something is being saved we learn of it anyway.
  if (!state.base || !isIdle(state)) return [state, []];
  return ask(state, { do: "read", id: state.base.id }, 0);
}

function created(state: Editing, id: string, etag: string): Step {
  if (state.phase.name !== "working" || state.phase.job.do !== "create") return [state, []];
  const { text, published } = state.phase.job;
  return settle({ ...state, base: { id, etag, published, ...text }, doubt: null });
}

function updated(state: Editing, etag: string): Step {
  if (state.phase.name !== "working" || state.phase.job.do !== "update") return [state, []];
  const { text, published, id } = state.phase.job;
  return settle({ ...state, base: { id, etag, published, ...text }, doubt: null });
}

function found(state: Editing, saved: Saved | null): Step {
  if (state.phase.name !== "working" || state.phase.job.do !== "find") return [state, []];
  if (saved) return settle({ ...state, base: saved, doubt: null });
  // It did not arrive: once more, then.
  return settle({ ...state, doubt: null }, state.phase.attempt);
}

function deleted(state: Editing): Step {
  if (state.phase.name !== "working" || state.phase.job.do !== "delete") return [state, []];
  if (state.wish?.to === "discard") return discarded();
  // Something else was wanted meanwhile: what is here is a new post.
  return settle({ ...state, base: null, doubt: null });
}

/** The server's post beside ours: is it ours, unchanged, or somebody else's doing? */
function compare(state: Editing, theirs: Saved): Step {
  const { base, text, doubt, phase } = state;
  if (!base) return [state, []];
  const attempt = phase.name === "working" ? phase.attempt : 0;
  // What was in doubt did not arrive: once more, then.
  if (theirs.etag === base.etag) return settle({ ...state, doubt: null }, attempt);
  const isOurs = doubt !== null && sameText(doubt.text, theirs);
  const isSame = sameText(theirs, base) || sameText(theirs, text);
  if (isOurs || isSame) return settle({ ...state, base: theirs, doubt: null });
  // Nothing of ours would be lost.
  if (!isDirty(state)) return [begin(theirs), [{ do: "stop-waiting" }]];
  return [
    { ...state, wish: null, otherTitle: null, doubt: null, phase: { name: "conflict", theirs } },
    [{ do: "stop-waiting" }],
  ];
}

function failed(state: Editing, failure: Failure): Step {
  if (state.phase.name !== "working") return [state, []];
  const { job, attempt } = state.phase;
  // A look out of the window that shows nothing changes nothing.
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
      if (job.do !== "update" && job.do !== "delete") {
        return refuse(state, { "": "the server's answer makes no sense" });
      }
      return ask(state, { do: "read", id: job.id }, attempt);
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

/** Without the doubt about a job that was answered: it has not been done. */
function undoubted(state: Editing, job: Job): Editing {
  return job.do === "create" || job.do === "update" ? { ...state, doubt: null } : state;
}

function backoff(attempt: number): number {
  return Math.min(longestWait, 2_000 * 2 ** attempt);
}

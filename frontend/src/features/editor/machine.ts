// What the editor does, without how: from a state and an event to the next state and the effects.
// No clock, no network, no React, so that every case can be tried.

import { createPostSchema, strongTag } from "@connectly/common";

import { hasConflictMarks } from "./merge.ts";
import {
  blank,
  isBlank,
  isInvisible,
  sameText,
  type Saved,
  type Text,
  wellFormed,
} from "./text.ts";

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
  | {
      readonly name: "refused";
      readonly faults: Faults;
      /** Whether it was said at once when the writer pressed: then the fault is at its field. */
      readonly pressed: boolean;
    }
  /**
   * The server says that the post has changed, and shows it as it was. Asking on would go in a
   * circle: the writer says when to try again, and what for.
   */
  | { readonly name: "stopped"; readonly wish: Wish | null }
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
   * It is kept before it is sent, because the page may be gone before the answer comes. Nothing
   * more is sent before it is known what became of it, so there is never a second.
   */
  readonly doubt: Doubt | null;
  readonly wish: Wish | null;
  /** The title from elsewhere, when a merge left the choice to the writer. */
  readonly otherTitle: string | null;
  /** How often in a row the server has refused what was changed from its newest state. */
  readonly refusals: number;
  readonly phase: Phase;
}

export type Event =
  | { readonly type: "typed"; readonly text: Text }
  /** The writer does not want to wait. */
  | { readonly type: "save" }
  /** Once more, after all has stopped. */
  | { readonly type: "retry" }
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
  const result = createPostSchema.safeParse(wellFormed(text));
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
      if (!isIdle(state) || !savesItself(state) || !isDirty(state)) return [state, []];
      return work({ ...state, refusals: 0 }, 0);
    case "retry":
      return retry(state);
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
  // It is pressed now, so it is the text of now.
  if (wished?.to === "publish") return publish({ ...begun, phase: { name: "resting" } });
  return wished || savesItself(begun) ? work({ ...begun, wish: wished }, 0) : rest(begun);
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
  // A writer who continues wants to keep the text.
  const wanted = state.wish?.to === "discard" ? { ...state, wish: null } : state;
  if (wanted.phase.name === "waiting" && wanted.phase.reason !== "typing") return [wanted, []];
  // What is written on would be refused as well.
  if (wanted.phase.name === "stopped" && (wanted.phase.wish || isDirty(wanted))) return [wanted, []];
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
    // A writer who has continued meanwhile is not led away.
    const isTold = wished.to === "publish" && base !== null && !isDirty(state);
    return [rested, isTold ? [...effects, { do: "tell-published", id: base.id }] : effects];
  }
  if (!savesItself(state) || !isDirty(state) || faultsOf(state.text)) return rest(state);
  return attempt > 0 ? work(state, attempt) : waitFor(state, "typing", 0, pause);
}

/** Whether there is something to be done at the server. */
function isLeft(state: Editing): boolean {
  const { wish: wished, base } = state;
  return wished === null ? isDirty(state) : !isFulfilled(wished, base);
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
  if (faults && isIdle(state)) return refuse(state, faults, true);
  return wish(state, { to: "publish", text: state.text });
}

function wish(state: Editing, wished: Wish): Step {
  if (wished.to === state.wish?.to && wished.to !== "publish") return [state, []];
  if (state.phase.name === "working") return [{ ...state, wish: wished }, []];
  return isIdle(state) ? settle({ ...state, wish: wished, refusals: 0 }) : [state, []];
}

function takeBack(state: Editing): Step {
  if (state.wish?.to !== "publish") return [state, []];
  // It may have come to the readers, who had nothing before.
  if (savesItself(state)) return wish(state, { to: "unpublish" });
  const free = { ...state, wish: null };
  return isIdle(free) ? settle(free) : [free, []];
}

function faultsToPublish(text: Text): Faults | null {
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
  // Readers see nothing that the writer has not said: then it is only to be known how the post is.
  if (base && wished === null && !savesItself(state)) {
    return ask(state, { do: "read", id: base.id }, attempt);
  }
  const isPublication = wished?.to === "publish";
  const text = wellFormed(isPublication ? wished.text : state.text);
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
  const base = { id, etag: strongTag(etag), published, ...text };
  return settle({ ...state, base, doubt: null, refusals: 0 });
}

function updated(state: Editing, etag: string): Step {
  if (state.phase.name !== "working" || state.phase.job.do !== "update") return [state, []];
  const { text, published, id } = state.phase.job;
  const base = { id, etag: strongTag(etag), published, ...text };
  return settle({ ...state, base, doubt: null, refusals: 0 });
}

function found(state: Editing, saved: Saved | null): Step {
  if (state.phase.name !== "working" || state.phase.job.do !== "find") return [state, []];
  // Found, but not as it is wanted, it has to be tried on.
  if (saved) return settle({ ...state, base: saved, doubt: null }, attemptOf(state));
  // It did not arrive: once more, then.
  return settle({ ...state, doubt: null }, state.phase.attempt);
}

function deleted(state: Editing): Step {
  if (state.phase.name !== "working" || state.phase.job.do !== "delete") return [state, []];
  if (state.wish?.to === "discard") return discarded();
  // Something else was wanted meanwhile: what is here is a new post.
  return settle({ ...state, base: null, doubt: null, refusals: 0 });
}

/** What has failed so often is tried ever more seldom, unless all that is left is a new text. */
function attemptOf({ wish: wished, phase }: Editing): number {
  return wished !== null && phase.name === "working" ? phase.attempt : 0;
}

/** The server's post beside ours: is it ours, unchanged, or somebody else's doing? */
function compare(state: Editing, theirs: Saved): Step {
  const { base, text, doubt, phase } = state;
  if (!base) return [state, []];
  const attempt = phase.name === "working" ? phase.attempt : 0;
  const { refusals } = state;
  if (strongTag(theirs.etag) === strongTag(base.etag)) {
    // It has changed, says the server, and it has not.
    if (refusals > 0) return stop(state);
    // What was in doubt did not arrive: once more, then.
    return settle({ ...state, doubt: null }, attempt);
  }
  const isOurs = doubt !== null && sameText(doubt.text, theirs);
  if (isOurs || sameText(theirs, base) || sameText(theirs, text)) {
    const newest = { ...state, base: theirs, doubt: null };
    // With the newest revision it should go. What is refused twice is refused for good.
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

/** Without the doubt about a job that was answered: it has not been done. */
function undoubted(state: Editing, job: Job): Editing {
  return job.do === "create" || job.do === "update" ? { ...state, doubt: null } : state;
}

function backoff(attempt: number): number {
  return Math.min(longestWait, 2_000 * 2 ** attempt);
}

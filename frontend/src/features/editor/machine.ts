// What the editor does, without how: from a state and an event to the next state and what is to
// be done. No clock, no network, no React, so that every case can be tried.

import { createPostSchema } from "@connectly/common";

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
  /** Was one of these created, by a request whose answer did not arrive? */
  | { readonly do: "find"; readonly texts: readonly Text[] }
  | {
      readonly do: "update";
      readonly text: Text;
      readonly published: boolean;
      readonly id: string;
      readonly etag: string;
    }
  /** What does the post look like now? */
  | { readonly do: "read"; readonly id: string };

/** What is wrong, by field; `""` for what belongs to no field. */
export type Faults = Readonly<Partial<Record<"title" | "content" | "", string>>>;

/** The state of one editor. */
export interface Editing {
  readonly text: Text;
  /** The server's state that the text began from; null for a post that is not there yet. */
  readonly base: Saved | null;
  /**
   * Texts that were sent and may have arrived, although no answer came. Each is kept before it is
   * sent, for the page may be gone before the answer comes.
   */
  readonly doubts: readonly Text[];
  /** What the writer has asked for: to be published, not to be. */
  readonly wish: boolean | null;
  readonly phase: Phase;
}

export type Event =
  | { readonly type: "typed"; readonly text: Text }
  /** The writer does not want to wait. */
  | { readonly type: "save" }
  | { readonly type: "publish" }
  | { readonly type: "unpublish" }
  | { readonly type: "time" }
  | { readonly type: "online" }
  | { readonly type: "offline" }
  /** The post is said to have changed elsewhere, or one may look. */
  | { readonly type: "look" }
  | { readonly type: "created"; readonly id: string; readonly etag: string }
  | { readonly type: "found"; readonly saved: Saved | null }
  | { readonly type: "updated"; readonly etag: string }
  | { readonly type: "read"; readonly saved: Saved }
  | { readonly type: "failed"; readonly failure: Failure }
  | { readonly type: "take-theirs" }
  | { readonly type: "merge"; readonly text: Text }
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
  | { readonly do: "tell-published"; readonly id: string };

export type Step = readonly [Editing, readonly Effect[]];

/** How long the writer pauses before a draft is saved. */
export const pause = 1_500;
const longestWait = 60_000;
const offlineWait = 15_000;

/** The editor of a post that the server has, or of a new one. */
export function begin(base: Saved | null): Editing {
  const text = base ? { title: base.title, content: base.content } : blank;
  return { text, base, doubts: [], wish: null, phase: { name: "resting" } };
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

/** A text has places that a merge left to the writer. */
export function hasConflictMarks({ content }: Text): boolean {
  return /^<{7} /m.test(content) && /^>{7} /m.test(content);
}

export function step(state: Editing, event: Event): Step {
  switch (event.type) {
    case "typed":
      return typed({ ...state, text: event.text });
    case "save":
      return isIdle(state) && savesItself(state) && isDirty(state) ? work(state, 0) : [state, []];
    case "publish":
      return wish(state, true);
    case "unpublish":
      return wish(state, false);
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
    case "failed":
      return failed(state, event.failure);
    case "take-theirs":
      if (state.phase.name !== "conflict") return [state, []];
      return [begin(state.phase.theirs), [{ do: "stop-waiting" }]];
    case "merge":
      if (state.phase.name !== "conflict") return [state, []];
      return settle({ ...state, base: state.phase.theirs, text: event.text, doubts: [] });
    case "keep-apart":
      if (state.phase.name !== "conflict" && state.phase.name !== "deleted") return [state, []];
      return work({ ...state, base: null, doubts: [], wish: null }, 0);
    case "revert":
      if (state.phase.name === "working") return [state, []];
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
  if (state.phase.name === "waiting" && state.phase.reason !== "typing") return [state, []];
  return isIdle(state) ? settle(state) : [state, []];
}

/** What there is to do next when nothing is going on. */
function settle(state: Editing): Step {
  const { wish: wished, base } = state;
  if (wished !== null) {
    if (base?.published !== wished || (wished && isDirty(state))) return work(state, 0);
    const [rested, effects] = settle({ ...state, wish: null });
    return [rested, wished ? [...effects, { do: "tell-published", id: base.id }] : effects];
  }
  if (!savesItself(state) || !isDirty(state) || faultsOf(state.text)) return rest(state);
  return waitFor(state, "typing", 0, pause);
}

function wish(state: Editing, published: boolean): Step {
  // Pressed twice, it counts once.
  if (state.wish === published) return [state, []];
  if (state.phase.name === "working") return [{ ...state, wish: published }, []];
  if (!isIdle(state)) return [state, []];
  const faults = faultsOf(state.text);
  if (faults) return refuse(state, faults);
  if (published && hasConflictMarks(state.text)) {
    return refuse(state, {
      content: "some places are still marked: choose what to keep, and remove the marks",
    });
  }
  return settle({ ...state, wish: published });
}

function refuse(state: Editing, faults: Faults): Step {
  return [{ ...state, wish: null, phase: { name: "refused", faults } }, [{ do: "stop-waiting" }]];
}

/** Asks the server for the next thing. */
function work(state: Editing, attempt: number): Step {
  const { text, base, doubts } = state;
  if (!base && doubts.length > 0) return ask(state, { do: "find", texts: doubts }, attempt);
  const faults = faultsOf(text);
  if (faults) return state.wish === null ? rest(state) : refuse(state, faults);
  const published = state.wish ?? base?.published ?? false;
  const doubting = {
    ...state,
    doubts: [...doubts.filter((doubt) => !sameText(doubt, text)), text],
  };
  if (!base) return ask(doubting, { do: "create", text, published }, attempt);
  return ask(doubting, { do: "update", text, published, id: base.id, etag: base.etag }, attempt);
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
  return settle({ ...state, base: { id, etag, published, ...text }, doubts: [] });
}

function updated(state: Editing, etag: string): Step {
  if (state.phase.name !== "working" || state.phase.job.do !== "update") return [state, []];
  const { text, published, id } = state.phase.job;
  return settle({ ...state, base: { id, etag, published, ...text }, doubts: [] });
}

function found(state: Editing, saved: Saved | null): Step {
  if (state.phase.name !== "working" || state.phase.job.do !== "find") return [state, []];
  if (saved) return settle({ ...state, base: saved, doubts: [] });
  // It did not arrive: once more, then.
  const free = { ...state, doubts: [] };
  return isDirty(free) ? work(free, state.phase.attempt) : rest(free);
}

/** The server's post beside ours: is it ours, unchanged, or somebody else's doing? */
function compare(state: Editing, theirs: Saved): Step {
  const { base, text, doubts } = state;
  if (!base) return [state, []];
  if (theirs.etag === base.etag) return settle({ ...state, doubts: [] });
  const isOurs = doubts.some((doubt) => sameText(doubt, theirs));
  const isSame = sameText(theirs, base) || sameText(theirs, text);
  if (isOurs || isSame) return settle({ ...state, base: theirs, doubts: [] });
  // Nothing of ours would be lost.
  if (!isDirty(state)) return [begin(theirs), [{ do: "stop-waiting" }]];
  return [
    { ...state, wish: null, doubts: [], phase: { name: "conflict", theirs } },
    [{ do: "stop-waiting" }],
  ];
}

function failed(state: Editing, failure: Failure): Step {
  if (state.phase.name !== "working") return [state, []];
  const { job, attempt } = state.phase;
  // A look out of the window that shows nothing changes nothing.
  const onlyLooking = job.do === "read" && state.wish === null && !isDirty(state);
  switch (failure.kind) {
    case "unreachable":
      if (onlyLooking) return settle(state);
      return waitFor(state, "offline", attempt + 1, backoff(attempt));
    case "busy": {
      if (onlyLooking) return settle(state);
      const doubts = failure.mayBeDone ? state.doubts : undoubted(state, job);
      const ms = Math.max(1_000 * (failure.retryAfter ?? 0), backoff(attempt));
      return waitFor({ ...state, doubts }, "busy", attempt + 1, ms);
    }
    case "stale":
      if (job.do !== "update") return refuse(state, { "": "the server's answer makes no sense" });
      return ask(state, { do: "read", id: job.id }, attempt);
    case "missing":
      return [
        { ...state, wish: null, doubts: [], phase: { name: "deleted" } },
        [{ do: "stop-waiting" }],
      ];
    case "signed-out":
      return [
        { ...state, doubts: undoubted(state, job), phase: { name: "signed-out" } },
        [{ do: "stop-waiting" }],
      ];
    case "refused":
      return refuse({ ...state, doubts: undoubted(state, job) }, failure.faults);
  }
}

/** The doubts without the text of a job that was answered: it has not been done. */
function undoubted({ doubts }: Editing, job: Job): readonly Text[] {
  if (job.do !== "create" && job.do !== "update") return doubts;
  return doubts.filter((doubt) => !sameText(doubt, job.text));
}

function backoff(attempt: number): number {
  return Math.min(longestWait, 2_000 * 2 ** attempt);
}

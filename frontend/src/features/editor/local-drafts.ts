import { strongTag } from "@connectly/common";

import { storage } from "../../lib/storage.ts";
import { channelLocks, type Lock, newName } from "./channel-locks.ts";
import type { Doubt } from "./machine.ts";
import type { Saved, Text } from "./text.ts";

/** What this device keeps of a text that the server may not have. */
export interface LocalDraft {
  readonly text: Text;
  /** The server's state that it began from. */
  readonly base: Saved | null;
  readonly doubt: Doubt | null;
  readonly keptAt: number;
}

const prefix = "connectly.draft.";
/** In the place of a post's id where there is none yet. */
const fresh = "new";

/** The text that was asked for cannot be opened. */
export class DraftUnavailable extends Error {
  override readonly name = "DraftUnavailable";
  readonly why: "open elsewhere" | "gone";

  constructor(why: "open elsewhere" | "gone") {
    super(`the text is ${why}`);
    this.why = why;
  }
}

// A user's texts, by post. Each open editor writes to a place of its own, so that two tabs on one
// post, or two new posts, do not write over each other's text.
function place(user: string, post: string, editor: string): string {
  return `${prefix}${user}.${post}.${editor}`;
}

const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

/** Calls back whenever what this device keeps may be another, by this tab or another. */
export function watchDrafts(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

/** A text that this device keeps, and where. */
export interface KeptDraft {
  /** The post's id, or null where it has none yet. */
  readonly post: string | null;
  /** Which of several texts of one post it is. */
  readonly name: string;
  readonly draft: LocalDraft;
}

/** The last answer of `keptDrafts`, and what it was made from. */
let last: { readonly from: string; readonly kept: readonly KeptDraft[] } | undefined;

/** A user's texts that this device keeps, the newest first; the same object while they are the same. */
export function keptDrafts(user: string): readonly KeptDraft[] {
  const found = placesOf(user).map((key) => [key, storage.read(key)] as const);
  const from = JSON.stringify([user, found]);
  if (last?.from === from) return last.kept;
  const kept = found.flatMap(([key, value]) => {
    const draft = parse(value);
    const [post, name] = key.slice(`${prefix}${user}.`.length).split(".");
    if (!draft || post === undefined || name === undefined) return [];
    return [{ post: post === fresh ? null : post, name, draft }];
  });
  kept.sort((one, other) => other.draft.keptAt - one.draft.keptAt);
  last = { from, kept };
  return kept;
}

/** What to tell the editors of this tab that hold a text, by its place. */
const unwanted = new Map<string, () => void>();

/**
 * Deletes a text from this device. False when an open editor has it, or has to ask the server first
 * what has become of it.
 */
export async function forgetDraft(
  user: string,
  { post, name }: Pick<KeptDraft, "post" | "name">,
  lock: Lock = browserLock,
): Promise<boolean> {
  const key = place(user, post ?? fresh, name);
  // An editor that was left may still be about to save it.
  unwanted.get(key)?.();
  const unlock = await lock(key);
  if (!unlock) return storage.read(key) === null;
  storage.remove(key);
  unlock();
  changed();
  return true;
}

/** How many of a user's texts this device keeps. */
export function countDrafts(user: string): number {
  return placesOf(user).filter((key) => parse(storage.read(key)) !== null).length;
}

/** Deletes a user's texts from this device, except for those that an open editor holds. */
export async function forgetLeftDrafts(user: string, lock: Lock = browserLock): Promise<void> {
  for (const key of placesOf(user)) {
    const unlock = await lock(key);
    if (!unlock) continue;
    storage.remove(key);
    unlock();
  }
  changed();
}

/** Deletes all of a user's texts from this device. */
export function forgetDrafts(user: string): void {
  for (const key of placesOf(user)) storage.remove(key);
  changed();
}

function placesOf(user: string): string[] {
  return storage.keys().filter((key) => key.startsWith(`${prefix}${user}.`));
}

/** One editor's place on this device. While it is held, no other editor takes it for left over. */
export interface Place {
  /** What an earlier editor left behind: a tab that was closed or crashed, or this one reloaded. */
  readonly left: LocalDraft | null;
  /** Which of several texts of one post it is for. */
  readonly name: string;
  /** False when it could not be kept. */
  keep(draft: LocalDraft): boolean;
  forget(): void;
  /** The post has an id now. */
  moveTo(post: string): void;
  /** Whom to tell when the text is to be deleted while it is held here. */
  whenUnwanted(tell: () => void): void;
  release(): void;
}

/**
 * Takes a place for a user's post, or for a new one: the one that was left behind last, if there
 * is any, or the one of that name.
 *
 * @throws DraftUnavailable when there is none of that name, or another tab has it open.
 */
export async function takePlace(
  user: string,
  post: string,
  lock: Lock = browserLock,
  name?: string,
): Promise<Place> {
  if (name !== undefined) return takeNamed(user, place(user, post, name), lock);
  const start = `${prefix}${user}.${post}.`;
  const left = storage
    .keys()
    .filter((key) => key.startsWith(start))
    .map((key) => ({ key, draft: parse(storage.read(key)) }))
    .sort((one, other) => (other.draft?.keptAt ?? 0) - (one.draft?.keptAt ?? 0));
  for (const { key, draft } of left) {
    if (!draft) continue;
    const unlock = await lock(key);
    // Read again: the previous holder may have written or forgotten it meanwhile.
    const current = unlock ? parse(storage.read(key)) : null;
    if (unlock && current) return hold(user, key, current, unlock, lock);
    unlock?.();
  }
  const key = place(user, post, newName());
  return hold(user, key, null, await lock(key), lock);
}

async function takeNamed(user: string, key: string, lock: Lock): Promise<Place> {
  if (parse(storage.read(key)) === null) throw new DraftUnavailable("gone");
  const unlock = await lock(key);
  if (!unlock) throw new DraftUnavailable("open elsewhere");
  const current = parse(storage.read(key));
  if (current) return hold(user, key, current, unlock, lock);
  unlock();
  throw new DraftUnavailable("gone");
}

function hold(
  user: string,
  first: string,
  left: LocalDraft | null,
  unlock: (() => void) | null,
  lock: Lock,
): Place {
  let key = first;
  let locks: ((() => void) | null)[] | null = [unlock];
  let tell: (() => void) | undefined;
  return {
    left,
    get name() {
      return key.slice(key.lastIndexOf(".") + 1);
    },
    whenUnwanted(call) {
      tell = call;
      unwanted.set(key, call);
    },
    keep(draft) {
      const done = storage.write(key, JSON.stringify(draft));
      changed();
      return done;
    },
    forget() {
      storage.remove(key);
      changed();
    },
    moveTo(post) {
      const next = place(user, post, newName());
      const kept = storage.read(key);
      // First there, then not here any more: at no moment is it nowhere.
      if (kept !== null && !storage.write(next, kept)) return;
      storage.remove(key);
      unwanted.delete(key);
      key = next;
      if (tell) unwanted.set(key, tell);
      void lock(next).then((taken) => {
        // It may come when nobody needs it any more.
        if (locks) locks.push(taken);
        else taken?.();
      });
    },
    release() {
      unwanted.delete(key);
      for (const free of locks ?? []) free?.();
      locks = null;
    },
  };
}

function parse(text: string | null): LocalDraft | null {
  try {
    return draftOf(JSON.parse(text ?? "null"));
  } catch {
    return null;
  }
}

function draftOf(value: unknown): LocalDraft | null {
  if (!isObject(value)) return null;
  const { text, base, doubt, keptAt } = value;
  if (!isText(text) || !(base === null || isSaved(base)) || typeof keptAt !== "number") return null;
  // The text counts, whatever has become of the rest: without its doubt the worst is a question.
  return {
    text,
    // It may have been kept as a proxy had marked it.
    base: base && { ...base, etag: strongTag(base.etag) },
    doubt: isDoubt(doubt) ? doubt : null,
    keptAt,
  };
}

function isSaved(value: unknown): value is Saved {
  return (
    isObject(value) &&
    isText(value) &&
    typeof value["id"] === "string" &&
    typeof value["etag"] === "string" &&
    typeof value["published"] === "boolean"
  );
}

function isDoubt(value: unknown): value is Doubt {
  return isObject(value) && isText(value["text"]) && typeof value["sentAt"] === "number";
}

function isText(value: unknown): value is Text {
  return (
    isObject(value) && typeof value["title"] === "string" && typeof value["content"] === "string"
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

const askOtherTabs = channelLocks();

/** A lock that the browser gives back when the page is gone, however it went. */
function browserLock(name: string): Promise<(() => void) | null> {
  const { locks } = navigator as { locks?: LockManager };
  // It has none where the origin is not secure.
  if (!locks) return askOtherTabs(name);
  return new Promise((resolve) => {
    void locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) {
          resolve(null);
          return undefined;
        }
        return new Promise<void>((release) => resolve(release));
      })
      .catch(() => resolve(null));
  });
}

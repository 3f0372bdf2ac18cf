import { strongTag } from "@connectly/common";

import { storage } from "../../lib/storage.ts";
import { channelLocks, type Lock, newName } from "./channel-locks.ts";
import type { Cover, Doubt, Saved, Text } from "./text.ts";

/** A text that this device keeps because the server may not have it. */
export interface LocalDraft {
  readonly text: Text;
  /** The server's version that it started from. */
  readonly base: Saved | null;
  readonly doubt: Doubt | null;
  readonly keptAt: number;
}

const prefix = "connectly.draft.";
/** Stands for the post's id if there is none yet. */
const fresh = "new";

/** The requested text can't be opened. */
export class DraftUnavailable extends Error {
  override readonly name = "DraftUnavailable";
  readonly why: "open elsewhere" | "gone";

  constructor(why: "open elsewhere" | "gone") {
    super(`the text is ${why}`);
    this.why = why;
  }
}

// A user's texts, by post. Each open editor writes to a place of its own, so that two tabs with the
// same post, or with two new posts, don't overwrite each other's text.
function place(user: string, post: string, editor: string): string {
  return `${prefix}${user}.${post}.${editor}`;
}

const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

/** Calls back whenever the kept texts may have changed, in this tab or another. */
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
  /** The post's id, or null if it has none yet. */
  readonly post: string | null;
  /** Tells it from other texts of the same post. */
  readonly name: string;
  readonly draft: LocalDraft;
}

/** The last answer of `keptDrafts`, and what it was made from. */
let last: { readonly from: string; readonly kept: readonly KeptDraft[] } | undefined;

/**
 * A user's texts that this device keeps, newest first. Returns the same object while nothing has
 * changed.
 */
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

/** Callbacks of the editors in this tab that hold a text, by its place. */
const unwanted = new Map<string, () => void>();

/**
 * Deletes a text from this device. False if an open editor holds it, or must first ask the server
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

/** Deletes a user's texts from this device, except those that an open editor holds. */
export async function forgetLeftDrafts(user: string, lock: Lock = browserLock): Promise<void> {
  for (const key of placesOf(user)) {
    // An editor that was left may still be about to save it.
    unwanted.get(key)?.();
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

/**
 * One editor's place on this device. While it is held, no other editor takes its text for a
 * leftover.
 */
export interface Place {
  /** What an earlier editor left behind, because its tab was closed, crashed, or reloaded. */
  readonly left: LocalDraft | null;
  /** Tells its text from other texts of the same post. */
  readonly name: string;
  /** False if it couldn't be kept. */
  keep(draft: LocalDraft): boolean;
  forget(): void;
  /** The post has an id now. */
  moveTo(post: string): void;
  /** Calls back when the text is to be deleted while it is held here. */
  whenUnwanted(tell: () => void): void;
  release(): void;
}

/**
 * Takes a place for a user's post or for a new one: the one with the given name, or else the newest
 * one that was left behind.
 *
 * @throws DraftUnavailable if there is no place of that name, or another tab has it open.
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
    // Read it again: the editor that held it may have changed or deleted it meanwhile.
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
      // Written there before it is removed here, so that it is always somewhere.
      if (kept !== null && !storage.write(next, kept)) return;
      storage.remove(key);
      unwanted.delete(key);
      key = next;
      if (tell) unwanted.set(key, tell);
      void lock(next).then((taken) => {
        // It may arrive after the place was released.
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
  // The text is what matters. If its doubt is lost, the worst that can happen is a question.
  return {
    text,
    // It may have been kept with a tag that a proxy had changed.
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
    typeof value["published"] === "boolean" &&
    (value["live"] == null || isText(value["live"]))
  );
}

function isDoubt(value: unknown): value is Doubt {
  return isObject(value) && isText(value["text"]) && typeof value["sentAt"] === "number";
}

function isText(value: unknown): value is Text {
  if (!isObject(value)) return false;
  const { title, content, tags, cover } = value;
  return (
    typeof title === "string" &&
    typeof content === "string" &&
    // Texts of earlier versions have neither.
    (tags === undefined || (Array.isArray(tags) && tags.every((tag) => typeof tag === "string"))) &&
    (cover == null || isCover(cover))
  );
}

function isCover(value: unknown): value is Cover {
  return isObject(value) && typeof value["url"] === "string" && typeof value["alt"] === "string";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

const askOtherTabs = channelLocks();

/** A lock that the browser releases when the page is gone, for whatever reason. */
function browserLock(name: string): Promise<(() => void) | null> {
  const { locks } = navigator as { locks?: LockManager };
  // Browsers don't have them on origins that aren't secure.
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

import { storage } from "../../lib/storage.ts";
import type { Saved, Text } from "./text.ts";

/** What this device keeps of a text that the server may not have. */
export interface LocalDraft {
  readonly text: Text;
  /** The server's state that it began from. */
  readonly base: Saved | null;
  readonly doubts: readonly Text[];
  readonly keptAt: number;
}

const prefix = "connectly.draft.";

// A user's texts, by post. Each open editor writes to a place of its own, so that two tabs on one
// post, or two new posts, do not write over each other's text.
function place(user: string, post: string, editor: string): string {
  return `${prefix}${user}.${post}.${editor}`;
}

/** One editor's place on this device. While it is held, no other editor takes it for left over. */
export interface Place {
  /** What an earlier editor left behind: a tab that was closed or crashed, or this one reloaded. */
  readonly left: LocalDraft | null;
  /** False when it could not be kept. */
  keep(draft: LocalDraft): boolean;
  forget(): void;
  /** The post has an id now. */
  moveTo(post: string): void;
  release(): void;
}

/** A lock that the browser gives back when the page is gone, however it went. */
type Lock = (name: string) => Promise<(() => void) | null>;

/**
 * Takes a place for a user's post, or for a new one: the one that was left behind last, if there
 * is any.
 */
export async function takePlace(
  user: string,
  post: string,
  lock: Lock = browserLock,
): Promise<Place> {
  const start = `${prefix}${user}.${post}.`;
  const left = storage
    .keys()
    .filter((key) => key.startsWith(start))
    .map((key) => ({ key, draft: parse(storage.read(key)) }))
    .sort((one, other) => (other.draft?.keptAt ?? 0) - (one.draft?.keptAt ?? 0));
  for (const { key, draft } of left) {
    if (!draft) continue;
    const unlock = await lock(key);
    // Read again: whoever had it may have written or forgotten it meanwhile.
    const current = unlock ? parse(storage.read(key)) : null;
    if (unlock && current) return hold(user, key, current, unlock, lock);
    unlock?.();
  }
  const key = place(user, post, newName());
  return hold(user, key, null, await lock(key), lock);
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
  return {
    left,
    keep: (draft) => storage.write(key, JSON.stringify(draft)),
    forget: () => storage.remove(key),
    moveTo(post) {
      const next = place(user, post, newName());
      const kept = storage.read(key);
      // First there, then not here any more: at no moment is it nowhere.
      if (kept !== null && !storage.write(next, kept)) return;
      storage.remove(key);
      key = next;
      void lock(next).then((taken) => {
        // It may come when nobody needs it any more.
        if (locks) locks.push(taken);
        else taken?.();
      });
    },
    release() {
      for (const free of locks ?? []) free?.();
      locks = null;
    },
  };
}

function newName(): string {
  // crypto.randomUUID is there only on secure origins.
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

function parse(text: string | null): LocalDraft | null {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return isDraft(value) ? value : null;
  } catch {
    return null;
  }
}

function isDraft(value: unknown): value is LocalDraft {
  if (!isObject(value) || !isText(value["text"]) || typeof value["keptAt"] !== "number")
    return false;
  const { base, doubts } = value;
  if (!Array.isArray(doubts) || !doubts.every(isText)) return false;
  if (base === null) return true;
  return (
    isObject(base) &&
    isText(base) &&
    typeof base["id"] === "string" &&
    typeof base["etag"] === "string" &&
    typeof base["published"] === "boolean"
  );
}

function isText(value: unknown): value is Text {
  return (
    isObject(value) && typeof value["title"] === "string" && typeof value["content"] === "string"
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Where the browser has no locks, which is where the origin is not secure, every lock is free. */
function browserLock(name: string): Promise<(() => void) | null> {
  const { locks } = navigator as { locks?: LockManager };
  if (!locks) return Promise.resolve(() => undefined);
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

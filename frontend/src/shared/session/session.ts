import type { User } from "@connectly/common";
import { useSyncExternalStore } from "react";

import { isWriters } from "../../lib/paths.ts";
import { storage } from "../../lib/storage.ts";

/**
 * Who seems to be signed in.
 *
 * The session itself is a cookie that no script can read. This is a hint kept beside it, so that
 * the app needn't ask the server just to learn, from a 401, that nobody is signed in.
 */
export type Session =
  | { readonly state: "in"; readonly user: User }
  /** Nobody, as far as we know. */
  | { readonly state: "none" }
  /** The user has just signed out, here or in another tab. */
  | { readonly state: "out" }
  /** The user was signed in until now, but the server doesn't know the session any more. */
  | { readonly state: "expired" }
  /** The user has just deleted the account, here or in another tab. */
  | { readonly state: "deleted"; readonly user: string };

const key = "connectly.session";
const nobody: Session = { state: "none" };
const listeners = new Set<() => void>();

/** What a hint from before there were profiles doesn't say. */
const unknown: Pick<User, "handle" | "bio" | "links" | "picture"> = {
  handle: "",
  bio: null,
  links: [],
  picture: null,
};

let current = load();
let last = userOf(current);
// Each tells whether its page would lose something if it were left.
const holders = new Set<() => boolean>();
let held = false;

function load(): Session {
  const session = parse(storage.read(key));
  // That a user left matters only to the pages that were open then.
  return session.state === "in" ? session : nobody;
}

function parse(text: string | null): Session {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    if (typeof value !== "object" || value === null || !("state" in value)) return nobody;
    if (value.state === "out" || value.state === "expired") return { state: value.state };
    if (!("user" in value)) return nobody;
    const { state, user } = value;
    if (state === "deleted" && typeof user === "string") return { state, user };
    if (state !== "in" || !isUser(user)) return nobody;
    // Earlier versions of this page kept less.
    return { state, user: { ...unknown, ...user } };
  } catch {
    return nobody;
  }
}

function isUser(value: unknown): value is User {
  if (typeof value !== "object" || value === null) return false;
  const user = value as Partial<Record<keyof User, unknown>>;
  const named = typeof user.name === "string" || user.name === null;
  return typeof user.id === "string" && typeof user.email === "string" && named;
}

/** The id of the user who is signed in. */
export function userOf(session: Session): string | undefined {
  return session.state === "in" ? session.user.id : undefined;
}

function become(session: Session): void {
  current = session;
  last = userOf(session) ?? last;
  held = isHeld();
  for (const listener of listeners) listener();
}

/** The session as it is now. */
export function currentSession(): Session {
  return current;
}

/** Whether the user has just left on purpose. */
export function hasLeft(session: Session): boolean {
  return session.state === "out" || session.state === "deleted";
}

/**
 * Where signing in leads a user who has left on purpose: nowhere, except back to an editor. They
 * signed out in another tab, and the text that was being written here was kept.
 */
export function nextAfter(session: Session, way: string): string | undefined {
  return session.state === "out" && isWriters(way.replace(/[?#].*$/, "")) ? way : undefined;
}

/** The last user who was signed in while this page was open, and who may have kept a text. */
export function lastUser(): string | undefined {
  return last;
}

/** Calls back whenever the session changes, in this tab or another. */
export function watchSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Keeps a page open while leaving it would lose something, even if another user is signed in by now. Returns a
 * function that lets it go.
 */
export function holdPage(wouldLose: () => boolean): () => void {
  holders.add(wouldLose);
  return () => {
    holders.delete(wouldLose);
    reconsider();
  };
}

/** Checks again, because what would have been lost may be safe now. */
export function reconsider(): void {
  if (!held || isHeld()) return;
  held = false;
  for (const listener of listeners) listener();
}

function isHeld(): boolean {
  // Ask all of them: each may use the chance to save what it can.
  return [...holders].map((wouldLose) => wouldLose()).includes(true);
}

/** Whether the page stays open although its user is no longer signed in. */
export function isPageHeld(): boolean {
  return held;
}

/** The server has said who is signed in. */
export function sessionBegan(user: User): void {
  const session: Session = { state: "in", user };
  storage.write(key, JSON.stringify(session));
  become(session);
}

/** The user has signed out. */
export function sessionEnded(): void {
  storage.write(key, JSON.stringify({ state: "out" }));
  become({ state: "out" });
}

/** The user has deleted the account. The id stays, so that other tabs know whose text to drop. */
export function accountDeleted(user: string): void {
  const session: Session = { state: "deleted", user };
  storage.write(key, JSON.stringify(session));
  become(session);
}

/** The server has answered 401. */
export function sessionExpired(): void {
  // A user who left on purpose stays that way.
  if (current.state !== "in" && current.state !== "none") return;
  storage.write(key, JSON.stringify({ state: "expired" }));
  become({ state: "expired" });
}

if (typeof window !== "undefined") {
  window.addEventListener("storage", (event) => {
    // A null key means that everything was cleared.
    if (event.key !== key && event.key !== null) return;
    const session = parse(event.key === null ? null : event.newValue);
    become(session.state === "none" && current.state === "in" ? { state: "out" } : session);
  });
}

/** The session, kept up to date. */
export function useSession(): Session {
  return useSyncExternalStore(watchSession, currentSession);
}

/** Whether the page is held open, kept up to date. */
export function useIsPageHeld(): boolean {
  return useSyncExternalStore(watchSession, isPageHeld);
}

/** The user who is signed in. */
export function useUser(): User | undefined {
  const session = useSession();
  return session.state === "in" ? session.user : undefined;
}

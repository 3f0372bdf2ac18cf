import type { User } from "@connectly/common";
import { useSyncExternalStore } from "react";

import { isWriters } from "../../lib/paths.ts";
import { storage } from "../../lib/storage.ts";

/**
 * Who seems to be signed in.
 *
 * The session itself is a cookie that no script can read. This is a hint kept beside it, so that
 * the app need not ask the server, and get a 401, only to learn that nobody is.
 */
export type Session =
  | { readonly state: "in"; readonly user: User }
  /** Nobody, as far as we know. */
  | { readonly state: "none" }
  /** Somebody was until a moment ago, and went on purpose, here or in another tab. */
  | { readonly state: "out" }
  /** Somebody was until a moment ago, but the server does not know the session any more. */
  | { readonly state: "expired" }
  /** Somebody was until a moment ago, and has deleted the account, here or in another tab. */
  | { readonly state: "deleted"; readonly user: string };

const key = "connectly.session";
const nobody: Session = { state: "none" };
const listeners = new Set<() => void>();

let current = load();
let last = userOf(current);
// Pages that may not be left without asking what would be lost.
const holders = new Set<() => boolean>();
let held = false;

function load(): Session {
  const session = parse(storage.read(key));
  // That somebody left matters to the pages that were open then.
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
    return state === "in" && isUser(user) ? { state, user } : nobody;
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

/** The id of the user that is signed in. */
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

/** Whether somebody was signed in until a moment ago, and went on purpose. */
export function hasLeft(session: Session): boolean {
  return session.state === "out" || session.state === "deleted";
}

/**
 * Where signing in leads after signing out on purpose: nowhere, except for an editor. The sign-out
 * was in another tab, and the text that was being written here was kept.
 */
export function nextAfter(session: Session, way: string): string | undefined {
  return session.state === "out" && isWriters(way.replace(/[?#].*$/, "")) ? way : undefined;
}

/** The last user that was signed in while this page is open, who may have kept a text. */
export function lastUser(): string | undefined {
  return last;
}

/** Calls back whenever the session changes, in this tab or another. */
export function watchSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Keeps a page where it is while something would be lost with it, even if another user has signed
 * in. Returns how to let it go.
 */
export function holdPage(wouldLose: () => boolean): () => void {
  holders.add(wouldLose);
  return () => {
    holders.delete(wouldLose);
    reconsider();
  };
}

/** What would have been lost may be safe now. */
export function reconsider(): void {
  if (!held || isHeld()) return;
  held = false;
  for (const listener of listeners) listener();
}

function isHeld(): boolean {
  // Asked of everyone: each may take the chance to save what it can.
  return [...holders].map((wouldLose) => wouldLose()).includes(true);
}

/** Whether the page stays although its people are not signed in any more. */
export function isPageHeld(): boolean {
  return held;
}

/** The server has said who is signed in. */
export function sessionBegan(user: User): void {
  const session: Session = { state: "in", user };
  storage.write(key, JSON.stringify(session));
  become(session);
}

/** Somebody has signed out. */
export function sessionEnded(): void {
  storage.write(key, JSON.stringify({ state: "out" }));
  become({ state: "out" });
}

/** Somebody has deleted the account. Its id stays, for other tabs to know whose text to drop. */
export function accountDeleted(user: string): void {
  const session: Session = { state: "deleted", user };
  storage.write(key, JSON.stringify(session));
  become(session);
}

/** The server has answered 401. */
export function sessionExpired(): void {
  // A sign-out on purpose stays one.
  if (current.state !== "in" && current.state !== "none") return;
  storage.write(key, JSON.stringify({ state: "expired" }));
  become({ state: "expired" });
}

if (typeof window !== "undefined") {
  window.addEventListener("storage", (event) => {
    // A null key: everything was cleared.
    if (event.key !== key && event.key !== null) return;
    const session = parse(event.key === null ? null : event.newValue);
    become(session.state === "none" && current.state === "in" ? { state: "out" } : session);
  });
}

/** The session, followed. */
export function useSession(): Session {
  return useSyncExternalStore(watchSession, currentSession);
}

/** Whether the page stays, followed. */
export function useIsPageHeld(): boolean {
  return useSyncExternalStore(watchSession, isPageHeld);
}

/** The user that is signed in. */
export function useUser(): User | undefined {
  const session = useSession();
  return session.state === "in" ? session.user : undefined;
}

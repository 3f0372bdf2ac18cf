// What the editor's page does beside showing it.

import { useEffect } from "react";

import { isShortcut } from "../../lib/keys.ts";
import { holdPage, reconsider, watchSession } from "../../shared/session/session.ts";
import type { EditorSession } from "./session.ts";
import type { Uploads } from "./uploads.ts";

/**
 * Puts the focus into the title of a new post, unless the writer has already moved it elsewhere.
 */
export function useBeginning(session: EditorSession): void {
  useEffect(() => {
    const { base, text } = session.view().editing;
    const active = document.activeElement;
    // Where the browser, and then the page, have put the focus.
    const isAtBeginning =
      active === null ||
      active === document.body ||
      active.id === "main" ||
      // The link that led here.
      active instanceof HTMLAnchorElement;
    if (base || text.title !== "" || !isAtBeginning) return;
    document.getElementById("title")?.focus({ preventScroll: true });
  }, [session]);
}

/** Warns before the page is closed, but only if something would be lost. */
export function useLeaving(session: EditorSession, uploads: Uploads, isCoverSent: boolean): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (session.wouldLose || uploads.wouldLose || isCoverSent) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [session, uploads, isCoverSent]);
}

/**
 * If the session ends while there is a text that this browser can't keep, the page stays open, and
 * continues once its writer has signed in again.
 */
export function useSessions(session: EditorSession): void {
  useEffect(() => holdPage(() => session.wouldLose), [session]);
  useEffect(() => watchSession(() => session.signedIn()), [session]);
  // After each change, because it may have been kept.
  useEffect(() => session.subscribe(reconsider), [session]);
}

/** Saves on Ctrl+S, wherever the focus is. Otherwise the browser would save the page as a file. */
export function useSaveKey(session: EditorSession): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isShortcut(event, { letter: "s" })) return;
      event.preventDefault();
      if (!event.repeat) session.dispatch({ type: "save" });
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [session]);
}

import { createPostLimits, ProblemError } from "@connectly/common";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { flushSync } from "react-dom";
import { useBlocker, useNavigate } from "react-router";

import { api } from "../../lib/api.ts";
import { isolated } from "../../lib/bidi.ts";
import { isShortcut } from "../../lib/keys.ts";
import { paths, to } from "../../lib/paths.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useMedia } from "../../ui/use-media.ts";
import { postSaved } from "../posts/queries.ts";
import {
  holdPage,
  reconsider,
  sessionBegan,
  sessionExpired,
  useIsPageHeld,
  useUser,
  watchSession,
} from "../session/session.ts";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { isDirty, isPublishing, savesItself } from "./machine.ts";
import { hasConflictMarks, merge } from "./merge.ts";
import { Preview } from "./preview.tsx";
import type { EditorSession } from "./session.ts";
import { faultyFields, fieldFaults, statusOf } from "./status.ts";
import { TextArea, type TextAreaHandle } from "./text-area.tsx";
import { type Text, wellFormed } from "./text.ts";
import { TitleField } from "./title-field.tsx";
import { noPictures, useFiles } from "./use-files.ts";

const limit = createPostLimits.content.maxLength;
/** From here on it is said how much room is left. */
const nearLimit = 0.9 * limit;

interface EditorProps {
  readonly session: EditorSession;
  readonly onCreated: (id: string) => void;
}

/** The page on which one writes. */
export function Editor({ session, onCreated }: EditorProps) {
  const view = useSyncExternalStore(session.subscribe, session.view);
  const { editing, restored, elsewhere, refreshed } = view;
  const { text, base, phase } = editing;
  const published = base?.published === true;
  const wide = useMedia("(min-width: 64rem)");
  const [pane, setPane] = useState<"write" | "preview">("write");
  /** The state from elsewhere that the writer wants to decide about later. */
  const [postponed, setPostponed] = useState<string | null>(null);
  const [isReverting, setReverting] = useState(false);
  const content = useRef<TextAreaHandle>(null);
  useCallbacks(session, onCreated);
  useLeaving(session);
  useSessions(session);
  useBeginning(session);
  useSaveKey(session);
  const isHeld = useIsPageHeld();
  const user = useUser();

  const change = (part: Partial<Text>) => {
    setRefusal(null);
    // The newest, because two fields may change at once.
    const { text } = session.view().editing;
    session.dispatch({ type: "typed", text: { ...text, ...part } });
  };
  /** A title that came with a text and takes no other's place unasked. */
  const [pastedTitle, setPastedTitle] = useState("");
  const adoptTitle = (title: string) => {
    const { text } = session.view().editing;
    const isUntitled = text.title.trim() === "";
    setPastedTitle(isUntitled ? "" : title);
    if (isUntitled) session.dispatch({ type: "typed", text: { ...text, title } });
  };
  const [refusal, setRefusal] = useState<string | null>(null);
  const refusePictures = () => setRefusal(noPictures);
  useFiles({ onText: (text) => content.current?.putText(text), onRefused: setRefusal });
  const isPausing = usePause(text, phase.name === "conflict");
  const faults = fieldFaults(editing);
  const faulty = faultyFields(editing);
  const publish = () => {
    session.dispatch({ type: "publish" });
    // What is missing is said at its field, and heard by coming there.
    const missing = fieldFaults(session.view().editing);
    if (missing.title !== undefined) document.getElementById("title")?.focus();
    else if (missing.content !== undefined) {
      // What is hidden cannot have the focus.
      flushSync(() => setPane("write"));
      content.current?.focus();
    }
  };
  // The page would be left, but stays, because the text is nowhere else.
  const isStranded = isHeld && user?.id !== session.user;
  const { wish, otherTitle } = editing;
  const publishing = isPublishing(editing);
  const stuck =
    phase.name === "conflict" || phase.name === "deleted" || phase.name === "signed-out";
  const canPublish = !stuck && !publishing && (wish === null || wish.to === "publish");
  // At once there would be nothing to take back, only a button that comes and goes.
  const isDelayed = phase.name === "waiting" || (phase.name === "working" && phase.attempt > 0);
  const canTakeBack = wish?.to === "publish" && isDelayed;
  const canRevert = published && isDirty(editing) && !stuck && wish === null;

  return (
    <div className="editor">
      <h1 className="sr-only">{base ? "Edit post" : "Write a post"}</h1>
      <div className="editor-bar">
        <StatusLine session={session} onDecide={() => setPostponed(null)} />
        <div className="editor-actions">
          {canRevert && (
            <Button look="quiet" className="button-small" onClick={() => setReverting(true)}>
              Discard changes
            </Button>
          )}
          {canTakeBack && (
            <Button
              look="quiet"
              className="button-small"
              onClick={() => session.dispatch({ type: "take-back" })}
            >
              {published ? "Do not update" : "Do not publish"}
            </Button>
          )}
          {published && !stuck && !canTakeBack && (
            <Button
              look="quiet"
              className="button-small"
              aria-disabled={wish !== null}
              onClick={() => wish === null && session.dispatch({ type: "unpublish" })}
            >
              Back to drafts
            </Button>
          )}
          <Button
            look="primary"
            className="button-small"
            aria-disabled={!canPublish}
            onClick={() => canPublish && publish()}
          >
            {publishing ? "Publishing…" : published ? "Update" : "Publish"}
          </Button>
        </div>
      </div>

      <div className="editor-notices">
        {refusal !== null && (
          <Note warning words={refusal} actions={[["Dismiss", () => setRefusal(null)]]} />
        )}
        {restored && (
          <Note
            words="Text that was not saved yet was restored from this device."
            actions={[
              ["Keep it", () => session.accept()],
              ["Discard it", () => session.discardRestored()],
            ]}
          />
        )}
        {elsewhere && (
          <Note words="This post is open in another tab, too. Changes made there appear here once they are saved." />
        )}
        {refreshed && (
          <Note
            words="This is the newest version, saved elsewhere a moment ago."
            actions={[["Fine", () => session.accept()]]}
          />
        )}
        {hasConflictMarks(text.content) && (
          <Note
            warning
            words="Some places were changed here and elsewhere. Both versions stand between the marks <<<<<<< and >>>>>>>: keep what you want, and remove the marks."
            actions={[["Next place", () => content.current?.nextConflict()]]}
          />
        )}
        {otherTitle !== null && (
          <Note
            warning
            words={`The title was changed elsewhere, too, to “${isolated(otherTitle)}”. Yours is kept.`}
            actions={[
              [
                "Use the other title",
                () => session.dispatch({ type: "title-chosen", title: otherTitle }),
              ],
              [
                "Keep mine",
                () => session.dispatch({ type: "title-chosen", title: text.title }),
              ],
            ]}
          />
        )}
        {pastedTitle !== "" && pastedTitle !== text.title.trim() && (
          <Note
            words={`The text came with the title “${isolated(pastedTitle)}”. Yours is kept.`}
            actions={[
              [
                "Use the other title",
                () => {
                  change({ title: pastedTitle });
                  setPastedTitle("");
                },
              ],
              ["Keep mine", () => setPastedTitle("")],
            ]}
          />
        )}
        {isStranded && <Stranded session={session} />}
        {phase.name === "deleted" && (
          <Note
            warning
            words="This post was deleted elsewhere. Your text is still here."
            actions={[["Save it as a new draft", () => session.dispatch({ type: "keep-apart" })]]}
          />
        )}
      </div>

      <TitleField
        value={text.title}
        fault={faults.title}
        isFaulty={faulty.title}
        onChange={(title) => change({ title })}
        onPost={(post, otherTitle) => {
          content.current?.append(post);
          setPastedTitle(otherTitle);
        }}
        onFiles={refusePictures}
      />

      {!wide && (
        <div role="group" aria-label="View" className="panes-choice">
          {(["write", "preview"] as const).map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={pane === name}
              onClick={() => setPane(name)}
            >
              {name === "write" ? "Write" : "Preview"}
            </button>
          ))}
        </div>
      )}
      <div className="panes">
        <div hidden={!wide && pane === "preview"}>
          <TextArea
            ref={content}
            value={text.content}
            isFaulty={faulty.content}
            describedBy="content-about"
            onChange={(value) => change({ content: value })}
            onTitle={adoptTitle}
            onFiles={refusePictures}
          />
          <div id="content-about">
            {faults.content !== undefined && <p className="field-errors">{faults.content}</p>}
            {faults.content === undefined && <Room content={text.content} />}
          </div>
        </div>
        {(wide || pane === "preview") && <Preview text={text} />}
      </div>

      {phase.name === "conflict" && phase.theirs.etag !== postponed && isPausing && (
        <ConflictDialog
          base={base ?? text}
          mine={wellFormed(text)}
          theirs={phase.theirs}
          onMerge={() => {
            const merged = merge(base ?? text, wellFormed(text), phase.theirs);
            session.dispatch({ type: "merge", text: merged.text, otherTitle: merged.otherTitle });
          }}
          onKeepApart={() => session.dispatch({ type: "keep-apart" })}
          onTakeTheirs={() => session.dispatch({ type: "take-theirs" })}
          onClose={() => setPostponed(phase.theirs.etag)}
        />
      )}
      {isReverting && canRevert && (
        <Dialog title="Discard your changes?" onClose={() => setReverting(false)}>
          <p>What you changed since it was published would be lost. Readers see no difference.</p>
          <div className="dialog-actions">
            <Button
              look="danger"
              onClick={() => {
                setReverting(false);
                session.dispatch({ type: "revert" });
              }}
            >
              Discard
            </Button>
            <Button look="primary" onClick={() => setReverting(false)}>
              Keep writing
            </Button>
          </div>
        </Dialog>
      )}
      <LeaveDialog session={session} />
      {savesItself(editing) ? null : (
        <p className="sr-only">Readers see your changes when you press Update.</p>
      )}
    </div>
  );
}

/** What the editor's life means for the rest of the app. */
function useCallbacks(session: EditorSession, onCreated: (id: string) => void): void {
  const navigate = useNavigate();
  const client = useQueryClient();
  useEffect(() => {
    session.tell({
      created: (id) => {
        onCreated(id);
        void navigate(to.edit(id), {
          replace: true,
          state: { keepFocus: true },
          preventScrollReset: true,
        });
      },
      discarded: () => void navigate(paths.publish, { replace: true }),
      changed: (id) => void postSaved(client, id),
      published: (id) => void navigate(to.post(id)),
      signedOut: sessionExpired,
    });
  });
}

/** How long nobody types before they are asked something. */
const pause = 1_000;

/**
 * Whether the writer has stopped typing. A dialogue that opened before would take the next letters,
 * and cut what an input method composes.
 */
function usePause(text: Text, isWanted: boolean): boolean {
  const [pausedAt, setPausedAt] = useState<Text | null>(null);
  const isComposing = useRef(false);
  useEffect(() => {
    const follow = ({ type }: Event) => {
      isComposing.current = type === "compositionstart";
    };
    window.addEventListener("compositionstart", follow);
    window.addEventListener("compositionend", follow);
    return () => {
      window.removeEventListener("compositionstart", follow);
      window.removeEventListener("compositionend", follow);
    };
  }, []);
  useEffect(() => {
    if (!isWanted) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => !isComposing.current && setPausedAt(text), pause);
    };
    wait();
    window.addEventListener("keydown", wait);
    window.addEventListener("compositionend", wait);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("keydown", wait);
      window.removeEventListener("compositionend", wait);
    };
  }, [text, isWanted]);
  return pausedAt === text;
}

/** A new post begins with the focus in its title, unless it is already elsewhere. */
function useBeginning(session: EditorSession): void {
  useEffect(() => {
    const { base, text } = session.view().editing;
    const active = document.activeElement;
    // Where the browser, and then the page around, put the focus.
    const isAtBeginning =
      active === null ||
      active === document.body ||
      active.id === "main" ||
      // The way here.
      active instanceof HTMLAnchorElement;
    if (base || text.title !== "" || !isAtBeginning) return;
    document.getElementById("title")?.focus({ preventScroll: true });
  }, [session]);
}

/** Holds the page back only where closing it would lose something. */
function useLeaving(session: EditorSession): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (session.wouldLose) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [session]);
}

/**
 * What the end of a session means for a text that this browser does not keep: the page stays, and
 * goes on when its writer is signed in again.
 */
function useSessions(session: EditorSession): void {
  useEffect(() => holdPage(() => session.wouldLose), [session]);
  useEffect(() => watchSession(() => session.signedIn()), [session]);
  // After each change, which may have been kept.
  useEffect(() => session.subscribe(reconsider), [session]);
}

/** Saves on Ctrl+S, wherever on the page the focus is: the browser would save the page as a file. */
function useSaveKey(session: EditorSession): void {
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

/** What to do when the session has ended, and the text is on this page alone. */
function Stranded({ session }: { readonly session: EditorSession }) {
  const [answer, setAnswer] = useState("");
  const goOn = async () => {
    try {
      const { user } = await api.readMe();
      if (user.id === session.user) sessionBegan(user);
      else setAnswer("It is somebody else who is signed in.");
    } catch (error) {
      setAnswer(
        error instanceof ProblemError && error.status === 401
          ? "You are not signed in yet."
          : "That could not be found out. Please try again.",
      );
    }
  };
  return (
    <Note
      warning
      words={`You are signed out, and this browser keeps nothing: your text is on this page alone. Sign in in another tab, then go on here. ${answer}`}
      actions={[
        ["Sign in in another tab", () => void window.open(to.signIn(), "_blank", "noopener")],
        ["Go on", () => void goOn()],
      ]}
    />
  );
}

function LeaveDialog({ session }: { readonly session: EditorSession }) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      currentLocation.pathname !== nextLocation.pathname && session.wouldLose,
  );
  if (blocker.state !== "blocked") return null;
  return (
    <Dialog title="Leave without your text?" onClose={() => blocker.reset()}>
      <p>
        It is not saved yet, and this browser keeps nothing. What you wrote since it was saved would
        be lost.
      </p>
      <div className="dialog-actions">
        <Button look="danger" onClick={() => blocker.proceed()}>
          Leave
        </Button>
        <Button look="primary" onClick={() => blocker.reset()}>
          Stay
        </Button>
      </div>
    </Dialog>
  );
}

function StatusLine({
  session,
  onDecide,
}: {
  readonly session: EditorSession;
  readonly onDecide: () => void;
}) {
  const { editing, kept } = useSyncExternalStore(session.subscribe, session.view);
  const { mood, words } = statusOf(editing, kept);
  return (
    <div className={`editor-status editor-status-${mood}`}>
      <p role="status">{words}</p>
      {editing.phase.name === "conflict" && (
        <button type="button" className="quiet-link" onClick={onDecide}>
          See what changed
        </button>
      )}
      {editing.phase.name === "stopped" && (
        <button
          type="button"
          className="quiet-link"
          onClick={() => session.dispatch({ type: "retry" })}
        >
          Try again
        </button>
      )}
    </div>
  );
}

interface NoteProps {
  readonly words: string;
  readonly actions?: readonly (readonly [string, () => void])[];
  readonly warning?: boolean;
}

function Note({ words, actions = [], warning = false }: NoteProps) {
  return (
    <div className={warning ? "notice notice-warning note" : "notice note"}>
      <p role="status" dir="auto">
        {words}
      </p>
      {actions.map(([name, act]) => (
        <button key={name} type="button" className="note-action" onClick={act}>
          {name}
        </button>
      ))}
    </div>
  );
}

/** How much room is left, when it matters. */
function Room({ content }: { readonly content: string }) {
  // As many units of UTF-16 hold at most as many characters.
  if (content.length < nearLimit) return null;
  const left = limit - Array.from(content).length;
  if (left > limit - nearLimit) return null;
  const number = new Intl.NumberFormat("en").format(Math.abs(left));
  return (
    <p className={left < 0 ? "field-errors" : "field-hint"} role="status">
      {left < 0 ? `${number} characters too many` : `${number} characters left`}
    </p>
  );
}

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
import { postSaved } from "../../shared/posts/queries.ts";
import {
  holdPage,
  reconsider,
  sessionBegan,
  sessionExpired,
  useIsPageHeld,
  useUser,
  watchSession,
} from "../../shared/session/session.ts";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { hasUnpublished, isDirty, isPublishing } from "./machine.ts";
import { hasConflictMarks, merge } from "./merge.ts";
import { Preview } from "./preview.tsx";
import type { EditorSession } from "./session.ts";
import { faultyFields, fieldFaults, statusOf } from "./status.ts";
import { TextArea, type TextAreaHandle } from "./text-area.tsx";
import { type Text, wellFormed } from "../../shared/drafts/text.ts";
import { TitleField } from "./title-field.tsx";
import { PictureCards } from "./picture-cards.tsx";
import type { Uploads } from "./uploads.ts";
import { isPicture, noFiles, useFiles } from "./use-files.ts";
import { usePictures } from "./use-pictures.ts";
import { WordCount } from "./word-count.tsx";

const limit = createPostLimits.content.maxLength;
/** From this length on, the editor says how much room is left. */
const nearLimit = 0.9 * limit;

interface EditorProps {
  readonly session: EditorSession;
  readonly onCreated: (id: string) => void;
}

/** The page for writing. */
export function Editor({ session, onCreated }: EditorProps) {
  const view = useSyncExternalStore(session.subscribe, session.view);
  const { editing, restored, elsewhere, refreshed } = view;
  const { text, base, phase } = editing;
  const published = base?.published === true;
  const [pane, setPane] = useState<"write" | "preview">("write");
  /** The version from elsewhere that the writer wants to decide about later. */
  const [postponed, setPostponed] = useState<string | null>(null);
  const [isReverting, setReverting] = useState(false);
  const content = useRef<TextAreaHandle>(null);
  useCallbacks(session, onCreated);
  useSessions(session);
  useBeginning(session);
  useSaveKey(session);
  const isHeld = useIsPageHeld();
  const user = useUser();

  const change = (part: Partial<Text>) => {
    setRefusal(null);
    // The newest text, because two fields may change at once.
    const { text } = session.view().editing;
    session.dispatch({ type: "typed", text: { ...text, ...part } });
  };
  /** A title that came with a pasted text and doesn't replace another one without asking. */
  const [pastedTitle, setPastedTitle] = useState("");
  const adoptTitle = (title: string) => {
    const { text } = session.view().editing;
    const isUntitled = text.title.trim() === "";
    setPastedTitle(isUntitled ? "" : title);
    if (isUntitled) session.dispatch({ type: "typed", text: { ...text, title } });
  };
  const [refusal, setRefusal] = useState<string | null>(null);
  const pictures = usePictures(content);
  const addFiles = (files: readonly File[]) => {
    pictures.add(files.filter(isPicture));
    if (!files.every(isPicture)) setRefusal(noFiles);
  };
  useFiles({
    onText: (text) => content.current?.putText(text),
    onPictures: pictures.add,
    onRefused: setRefusal,
  });
  useLeaving(session, pictures.uploads);
  const isPausing = usePause(text, phase.name === "conflict");
  const faults = fieldFaults(editing);
  const faulty = faultyFields(editing);
  const publish = () => {
    if (pictures.uploads.wouldLose) {
      setRefusal("A picture isn’t uploaded yet. Wait for it or remove it, then publish.");
      return;
    }
    session.dispatch({ type: "publish" });
    // The message is at the field, and screen readers read it when the focus gets there.
    const missing = fieldFaults(session.view().editing);
    if (missing.title === undefined && missing.content === undefined) return;
    // A hidden field can't have the focus.
    flushSync(() => setPane("write"));
    if (missing.title !== undefined) document.getElementById("title")?.focus();
    else content.current?.focus();
  };
  // The page stays open without its writer's session, because the text is nowhere else.
  const isStranded = isHeld && user?.id !== session.user;
  const { wish, otherTitle } = editing;
  const publishing = isPublishing(editing);
  const stuck =
    phase.name === "conflict" || phase.name === "deleted" || phase.name === "signed-out";
  const canPublish = !stuck && !publishing && (wish === null || wish.to === "publish");
  // Shown only after a delay. Otherwise the button would just flash by.
  const isDelayed = phase.name === "waiting" || (phase.name === "working" && phase.attempt > 0);
  const canTakeBack = wish?.to === "publish" && isDelayed;
  const canRevert =
    published && (isDirty(editing) || hasUnpublished(editing)) && !stuck && wish === null;

  return (
    <div className="editor">
      <h1 className="sr-only">{base ? "Edit post" : "Write a post"}</h1>
      <div className="editor-bar">
        <StatusLine session={session} onDecide={() => setPostponed(null)} />
        <WordCount content={text.content} />
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
              {published ? "Cancel update" : "Cancel publishing"}
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
            look="quiet"
            className="button-small"
            aria-pressed={pane === "preview"}
            onClick={() => setPane(pane === "preview" ? "write" : "preview")}
          >
            Preview
          </Button>
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
            words="Unsaved text was restored from this device."
            actions={[
              ["Keep it", () => session.accept()],
              ["Discard it", () => session.discardRestored()],
            ]}
          />
        )}
        {elsewhere && (
          <Note words="This post is also open in another tab. Changes made there appear here once they’re saved." />
        )}
        {refreshed && (
          <Note
            words="This is the newest version, saved elsewhere a moment ago."
            actions={[["OK", () => session.accept()]]}
          />
        )}
        {hasConflictMarks(text.content) && (
          <Note
            warning
            words="Some parts were changed both here and elsewhere. Both versions are between the marks <<<<<<< and >>>>>>>. Keep what you want, and remove the marks."
            actions={[["Next conflict", () => content.current?.nextConflict()]]}
          />
        )}
        {otherTitle !== null && (
          <Note
            warning
            words={`The title was also changed elsewhere, to “${isolated(otherTitle)}”. Yours is kept.`}
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

      <div hidden={pane === "preview"}>
        <TitleField
          value={text.title}
          fault={faults.title}
          isFaulty={faulty.title}
          onChange={(title) => change({ title })}
          onPost={(post, otherTitle) => {
            content.current?.append(post);
            setPastedTitle(otherTitle);
          }}
          onFiles={addFiles}
        />
        <TextArea
          ref={content}
          value={text.content}
          isFaulty={faulty.content}
          describedBy="content-about"
          onChange={(value) => change({ content: value })}
          onTitle={adoptTitle}
          onFiles={addFiles}
        />
        <div id="content-about">
          {faults.content !== undefined && <p className="field-errors">{faults.content}</p>}
          {faults.content === undefined && <Room content={text.content} />}
        </div>
      </div>
      <PictureCards
        uploads={pictures.list}
        onRetry={pictures.retry}
        onRemove={pictures.remove}
        onDescribed={pictures.describe}
      />
      {pane === "preview" && <Preview text={text} />}

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
          <p>You’ll lose what you’ve changed since it was published. Readers won’t notice.</p>
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
      <LeaveDialog session={session} uploads={pictures.uploads} />
      {published && (
        <p className="sr-only">Readers see your changes when you press Update.</p>
      )}
    </div>
  );
}

/** Tells the rest of the app what happens in the editor. */
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

/** How long the writer must have stopped typing before a question appears. */
const pause = 1_000;

/**
 * Whether the writer has stopped typing. A dialog that opened earlier would take the next letters,
 * and interrupt an input method's composition.
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

/**
 * Puts the focus into the title of a new post, unless the writer has already moved it elsewhere.
 */
function useBeginning(session: EditorSession): void {
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
function useLeaving(session: EditorSession, uploads: Uploads): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (session.wouldLose || uploads.wouldLose) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [session, uploads]);
}

/**
 * If the session ends while there is a text that this browser can't keep, the page stays open, and
 * continues once its writer has signed in again.
 */
function useSessions(session: EditorSession): void {
  useEffect(() => holdPage(() => session.wouldLose), [session]);
  useEffect(() => watchSession(() => session.signedIn()), [session]);
  // After each change, because it may have been kept.
  useEffect(() => session.subscribe(reconsider), [session]);
}

/** Saves on Ctrl+S, wherever the focus is. Otherwise the browser would save the page as a file. */
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

/** Says what to do when the session has ended and the text is only on this page. */
function Stranded({ session }: { readonly session: EditorSession }) {
  const [answer, setAnswer] = useState("");
  const goOn = async () => {
    try {
      const { user } = await api.readMe();
      if (user.id === session.user) sessionBegan(user);
      else setAnswer("Somebody else is signed in.");
    } catch (error) {
      setAnswer(
        error instanceof ProblemError && error.status === 401
          ? "You aren’t signed in yet."
          : "We couldn’t find out. Please try again.",
      );
    }
  };
  return (
    <Note
      warning
      words={`You’re signed out, and this browser can’t keep your text: it’s only on this page. Sign in in another tab, then continue here. ${answer}`}
      actions={[
        ["Sign in in another tab", () => void window.open(to.signIn(), "_blank", "noopener")],
        ["Continue", () => void goOn()],
      ]}
    />
  );
}

interface LeaveDialogProps {
  readonly session: EditorSession;
  readonly uploads: Uploads;
}

function LeaveDialog({ session, uploads }: LeaveDialogProps) {
  const blocker = useBlocker(({ currentLocation, nextLocation }) => {
    const isOther = currentLocation.pathname !== nextLocation.pathname;
    // The text has got its id, and stays on the screen.
    const isSame = nextLocation.pathname === to.edit(session.post ?? "");
    return isOther && !isSame && (session.wouldLose || uploads.wouldLose);
  });
  if (blocker.state !== "blocked") return null;
  const isText = session.wouldLose;
  return (
    <Dialog
      title={isText ? "Leave without saving?" : "Leave without your picture?"}
      onClose={() => blocker.reset()}
    >
      <p>
        {isText
          ? "Your text isn’t saved yet, and this browser can’t keep it. If you leave, you’ll lose what you wrote since it was last saved."
          : "A picture isn’t uploaded yet. If you leave, it won’t be in your text."}
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

/** Says how much room is left, once it matters. */
function Room({ content }: { readonly content: string }) {
  // A text has at most as many characters as it has UTF-16 units.
  if (content.length < nearLimit) return null;
  const left = limit - Array.from(content).length;
  if (left > limit - nearLimit) return null;
  const number = new Intl.NumberFormat("en").format(Math.abs(left));
  const characters = Math.abs(left) === 1 ? "character" : "characters";
  return (
    <p className={left < 0 ? "field-errors" : "field-hint"} role="status">
      {`${number} ${characters} ${left < 0 ? "too many" : "left"}`}
    </p>
  );
}

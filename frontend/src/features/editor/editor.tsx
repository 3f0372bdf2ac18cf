import { useQueryClient } from "@tanstack/react-query";
import {
  type KeyboardEvent,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { useBlocker, useNavigate } from "react-router";

import { paths, to } from "../../lib/paths.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useMedia } from "../../ui/use-media.ts";
import { postSaved } from "../posts/queries.ts";
import { sessionExpired } from "../session/session.ts";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { hasConflictMarks, isDirty, savesItself } from "./machine.ts";
import { merge } from "./merge.ts";
import { Preview } from "./preview.tsx";
import type { EditorSession } from "./session.ts";
import { fieldFaults, statusOf } from "./status.ts";
import { TextArea, type TextAreaHandle } from "./text-area.tsx";
import type { Text } from "./text.ts";

const limit = 100_000;
/** From here on it is said how much room is left. */
const nearLimit = 90_000;
const titleLimit = 200;

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
  const [postponed, setPostponed] = useState(false);
  const [otherTitle, setOtherTitle] = useState<string | null>(null);
  const content = useRef<TextAreaHandle>(null);
  useCallbacks(session, onCreated);
  useLeaving(session);

  const change = (part: Partial<Text>) =>
    session.dispatch({ type: "typed", text: { ...text, ...part } });
  const faults = fieldFaults(editing);
  const busy = editing.wish !== null;
  const stuck = phase.name === "conflict" || phase.name === "deleted";

  return (
    <div className="editor">
      <h1 className="sr-only">{base ? "Edit post" : "Write a post"}</h1>
      <div className="editor-bar">
        <StatusLine session={session} onDecide={() => setPostponed(false)} />
        <div className="editor-actions">
          {published && isDirty(editing) && !stuck && (
            <Button
              look="quiet"
              className="button-small"
              onClick={() => session.dispatch({ type: "revert" })}
            >
              Discard changes
            </Button>
          )}
          {published && !stuck && (
            <Button
              look="quiet"
              className="button-small"
              aria-disabled={busy}
              onClick={() => session.dispatch({ type: "unpublish" })}
            >
              Back to drafts
            </Button>
          )}
          <Button
            look="primary"
            className="button-small"
            aria-disabled={busy || stuck}
            onClick={() => session.dispatch({ type: "publish" })}
          >
            {editing.wish === true ? "Publishing…" : published ? "Update" : "Publish"}
          </Button>
        </div>
      </div>

      <div className="editor-notices">
        {restored && (
          <Note
            words="Text that was not saved yet was restored from this device."
            actions={[
              ["Keep it", () => session.accept()],
              ["Discard it", () => void session.discardRestored()],
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
        {hasConflictMarks(text) && (
          <Note
            warning
            words="Some places were changed here and elsewhere. Both versions stand between the marks <<<<<<< and >>>>>>>: keep what you want, and remove the marks."
            actions={[["Next place", () => content.current?.nextConflict()]]}
          />
        )}
        {otherTitle !== null && (
          <Note
            warning
            words={`The title was changed elsewhere, too, to “${otherTitle}”. Yours is kept.`}
            actions={[
              [
                "Use the other title",
                () => {
                  change({ title: otherTitle });
                  setOtherTitle(null);
                },
              ],
              ["Keep mine", () => setOtherTitle(null)],
            ]}
          />
        )}
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
        onChange={(title) => change({ title })}
        onSave={() => session.dispatch({ type: "save" })}
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
            fault={faults.content}
            describedBy="content-about"
            onChange={(value) => change({ content: value })}
            onSave={() => session.dispatch({ type: "save" })}
          />
          <div id="content-about">
            {faults.content !== undefined && <p className="field-errors">{faults.content}</p>}
            <Room content={text.content} />
          </div>
        </div>
        {(wide || pane === "preview") && <Preview text={text} />}
      </div>

      {phase.name === "conflict" && !postponed && (
        <ConflictDialog
          base={base ?? text}
          mine={text}
          theirs={phase.theirs}
          onMerge={() => {
            const merged = merge(base ?? text, text, phase.theirs);
            setOtherTitle(merged.otherTitle);
            session.dispatch({ type: "merge", text: merged.text });
          }}
          onKeepApart={() => session.dispatch({ type: "keep-apart" })}
          onTakeTheirs={() => session.dispatch({ type: "take-theirs" })}
          onClose={() => setPostponed(true)}
        />
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
      saved: (saved) => postSaved(client, saved.id),
      published: (id) => void navigate(to.post(id)),
      signedOut: sessionExpired,
    });
  });
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

interface TitleFieldProps {
  readonly value: string;
  readonly fault: string | undefined;
  readonly onChange: (title: string) => void;
  readonly onSave: () => void;
}

/** One line, however many it takes to show it. */
function TitleField({ value, fault, onChange, onSave }: TitleFieldProps) {
  const ref = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [value]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSave();
    }
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    document.getElementById("content")?.focus();
  };
  const over = Array.from(value.trim()).length - titleLimit;
  const said =
    fault ??
    (over > 0 ? `${over} characters too many: a title has at most ${titleLimit}.` : undefined);
  return (
    <div className="title-box">
      <label htmlFor="title" className="sr-only">
        Title
      </label>
      <textarea
        ref={ref}
        id="title"
        name="title"
        className="title-field"
        rows={1}
        dir="auto"
        placeholder="Title"
        value={value}
        aria-invalid={said !== undefined}
        aria-describedby={said === undefined ? undefined : "title-errors"}
        onChange={(event) => onChange(event.target.value.replace(/[\r\n]+/g, " "))}
        onKeyDown={onKeyDown}
      />
      {said !== undefined && (
        <p id="title-errors" className="field-errors">
          {said}
        </p>
      )}
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

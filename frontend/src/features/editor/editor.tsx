import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { flushSync } from "react-dom";
import { useNavigate } from "react-router";

import { isolated } from "../../lib/bidi.ts";
import { paths, to } from "../../lib/paths.ts";
import { type Text, wellFormed } from "../../shared/drafts/text.ts";
import { postSaved } from "../../shared/posts/queries.ts";
import { sessionExpired, useIsPageHeld, useUser } from "../../shared/session/session.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { DetailsIcon, EyeIcon } from "../../ui/icons.tsx";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { LeaveDialog } from "./leave-dialog.tsx";
import { faultsToPublish, hasUnpublished, isDirty, isPublishing, type Terms } from "./machine.ts";
import { hasConflictMarks, merge } from "./merge.ts";
import { Note } from "./note.tsx";
import { PictureCards } from "./picture-cards.tsx";
import { Preview } from "./preview.tsx";
import { PublishSheet } from "./publish-sheet.tsx";
import { Room } from "./room.tsx";
import type { EditorSession } from "./session.ts";
import { faultyFields, fieldFaults } from "./status.ts";
import { StatusLine } from "./status-line.tsx";
import { Stranded } from "./stranded.tsx";
import { lacksTime, termsOf, untouched } from "./terms.ts";
import { TextArea, type TextAreaHandle } from "./text-area.tsx";
import { TitleField } from "./title-field.tsx";
import { useBeginning, useLeaving, useSaveKey, useSessions } from "./use-editor.ts";
import { useCover } from "./use-cover.ts";
import { isPicture, noFiles, useFiles } from "./use-files.ts";
import { usePause } from "./use-pause.ts";
import { usePictures } from "./use-pictures.ts";
import { WordCount } from "./word-count.tsx";

/**
 * The sheet for publishing: it is open, it is away until the server has answered, it says which post
 * it has published, or it is closed.
 */
type Sheet = "open" | "away" | { readonly outcome: string } | null;

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
  const [sheet, setSheet] = useState<Sheet>(null);
  /** What was put into the sheet, which may be closed and opened again. */
  const [wanted, setWanted] = useState(untouched);
  useCallbacks(session, {
    onCreated,
    onPublished: sheet === null ? undefined : (id) => setSheet({ outcome: id }),
  });
  useSessions(session);
  useBeginning(session);
  useSaveKey(session);
  const isHeld = useIsPageHeld();
  const user = useUser();

  const [refusal, setRefusal] = useState<string | null>(null);
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
  const cover = useCover((url) => change({ cover: { url, alt: "" } }));
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
  useLeaving(session, pictures.uploads, cover.part !== undefined);
  const isPausing = usePause(text, phase.name === "conflict");
  const faults = fieldFaults(editing);
  const faulty = faultyFields(editing);
  const publish = (terms?: { readonly terms: Terms | undefined }) => {
    if (pictures.uploads.wouldLose) {
      // The message is on the page, below the sheet.
      setSheet(null);
      setRefusal("A picture isn’t uploaded yet. Wait for it or remove it, then publish.");
      return;
    }
    // A new post has its card, tags and address to decide on. An update goes out at once.
    const isUndecided = !published || cover.part !== undefined || lacksTime(wanted);
    const isFirst = terms === undefined && editing.wish === null;
    if (isFirst && isUndecided && faultsToPublish(text) === null) {
      setSheet("open");
      return;
    }
    if (isFirst) setSheet(null);
    // What was put into the sheet counts, as its tags do, even if it was closed since.
    session.dispatch({ type: "publish", terms: terms ? terms.terms : termsOf(wanted, undefined) });
    // The message is at the field, and screen readers read it when the focus gets there.
    const missing = fieldFaults(session.view().editing);
    if (missing.title === undefined && missing.content === undefined) return;
    // A hidden field can't have the focus.
    flushSync(() => {
      setPane("write");
      setSheet(null);
    });
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
  // What has to wait is said in the bar, where it can be cancelled. The sheet doesn't come back over
  // the text by itself.
  if (sheet === "open" && canTakeBack) setSheet("away");
  if (sheet !== null && (phase.name === "conflict" || phase.name === "deleted")) setSheet(null);
  const isSheetShown = sheet !== null && sheet !== "away" && !stuck;
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
              <span>
                Discard<span className="beside-phone"> changes</span>
              </span>
            </Button>
          )}
          {canTakeBack && (
            <Button
              look="quiet"
              className="button-small"
              onClick={() => {
                setSheet(null);
                session.dispatch({ type: "take-back" });
              }}
            >
              {published ? "Cancel update" : "Cancel publishing"}
            </Button>
          )}
          {published && !stuck && !canTakeBack && (
            <Button
              look="quiet"
              className="button-small"
              aria-haspopup="dialog"
              onClick={() => setSheet("open")}
            >
              <DetailsIcon />
              <span className="beside-phone">Details</span>
            </Button>
          )}
          <Button
            look="quiet"
            className="button-small"
            aria-pressed={pane === "preview"}
            onClick={() => setPane(pane === "preview" ? "write" : "preview")}
          >
            <EyeIcon />
            <span className="beside-phone">Preview</span>
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
      {isSheetShown && user && (
        <PublishSheet
          session={session}
          user={user}
          outcome={sheet === "open" ? undefined : sheet.outcome}
          wanted={wanted}
          cover={cover}
          onWanted={setWanted}
          onPublish={(terms) => publish({ terms })}
          onClose={() => {
            setSheet(null);
            // That is done.
            if (sheet !== "open") setWanted(untouched);
          }}
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
      <LeaveDialog
        session={session}
        uploads={pictures.uploads}
        isCoverSent={cover.part !== undefined}
      />
      {published && (
        <p className="sr-only">Readers see your changes when you press Update.</p>
      )}
    </div>
  );
}

interface Callbacks {
  readonly onCreated: (id: string) => void;
  /** Instead of leading to the post. */
  readonly onPublished: ((id: string) => void) | undefined;
}

/** Tells the rest of the app what happens in the editor. */
function useCallbacks(session: EditorSession, { onCreated, onPublished }: Callbacks): void {
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
      published: (id) => (onPublished ? onPublished(id) : void navigate(to.post(id))),
      signedOut: sessionExpired,
    });
  });
}


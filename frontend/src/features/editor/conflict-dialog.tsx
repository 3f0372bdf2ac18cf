import { useMemo } from "react";

import { balanced } from "../../lib/bidi.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { changes } from "./merge.ts";
import { sameCover, sameTags, type Saved, type Text } from "../../shared/drafts/text.ts";

interface ConflictDialogProps {
  readonly base: Text;
  readonly mine: Text;
  readonly theirs: Saved;
  readonly onMerge: () => void;
  readonly onKeepApart: () => void;
  readonly onTakeTheirs: () => void;
  readonly onClose: () => void;
}

/** The post was changed elsewhere: what, and what to do about it. */
export function ConflictDialog({
  base,
  mine,
  theirs,
  onMerge,
  onKeepApart,
  onTakeTheirs,
  onClose,
}: ConflictDialogProps) {
  return (
    <Dialog title="This post was changed elsewhere" onClose={onClose} wide>
      <p>
        It was saved in another tab or on another device after you started. Nothing has been overwritten, and what you wrote is kept on this device.
      </p>
      <Diff title="What changed elsewhere" before={base} after={theirs} open />
      <Diff title="What you changed" before={base} after={mine} />
      <dl className="choices">
        <div>
          <dt>
            <Button look="primary" onClick={onMerge}>
              Merge both
            </Button>
          </dt>
          <dd>
            Puts both sets of changes into one text. Where both changed the same part, it’s marked for you to decide.
          </dd>
        </div>
        <div>
          <dt>
            <Button onClick={onKeepApart}>Keep mine as a new draft</Button>
          </dt>
          <dd>Your text becomes a separate draft. This post keeps the other version.</dd>
        </div>
        <div>
          <dt>
            <Button look="danger" onClick={onTakeTheirs}>
              Use the other version
            </Button>
          </dt>
          <dd>Your changes are discarded.</dd>
        </div>
      </dl>
    </Dialog>
  );
}

interface DiffProps {
  readonly title: string;
  readonly before: Text;
  readonly after: Text;
  readonly open?: boolean;
}

function Diff({ title, before, after, open = false }: DiffProps) {
  return (
    <details className="diff" open={open}>
      <summary>{title}</summary>
      {before.title.trim() !== after.title.trim() && (
        <>
          <h3>Title</h3>
          <Changes before={before.title} after={after.title} />
        </>
      )}
      {before.content !== after.content && (
        <>
          <h3>Text</h3>
          <Changes before={before.content} after={after.content} />
        </>
      )}
      {!sameTags(before.tags, after.tags) && (
        <>
          <h3>Tags</h3>
          <Changes before={(before.tags ?? []).join(", ")} after={(after.tags ?? []).join(", ")} />
        </>
      )}
      {!sameCover(before.cover, after.cover) && (
        <>
          <h3>Cover</h3>
          <CoverChange before={before.cover} after={after.cover} />
        </>
      )}
    </details>
  );
}

interface CoverChangeProps {
  readonly before: Text["cover"];
  readonly after: Text["cover"];
}

function CoverChange({ before, after }: CoverChangeProps) {
  if (!before) return <p>A cover was added.</p>;
  if (!after) return <p>The cover was removed.</p>;
  if (before.url !== after.url) return <p>The cover was replaced.</p>;
  return (
    <>
      <p>Its description was changed.</p>
      <Changes before={before.alt} after={after.alt} />
    </>
  );
}

function Changes({ before, after }: { readonly before: string; readonly after: string }) {
  const parts = useMemo(() => changes(before, after), [before, after]);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is a scrolling region
    <div className="changes" dir="auto" role="group" aria-label="Changes" tabIndex={0}>
      {parts.map(({ kind, text: raw }, index) => {
        // What begins in one part must not turn the next one around.
        const text = balanced(raw);
        if (kind === "added") {
          return (
            <ins key={index}>
              <span className="sr-only"> [added:] </span>
              {text}
              <span className="sr-only"> [end] </span>
            </ins>
          );
        }
        if (kind === "removed") {
          return (
            <del key={index}>
              <span className="sr-only"> [removed:] </span>
              {text}
              <span className="sr-only"> [end] </span>
            </del>
          );
        }
        return <span key={index}>{text}</span>;
      })}
    </div>
  );
}

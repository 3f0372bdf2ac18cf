import { type SubmitEvent, useId } from "react";
import { createPortal } from "react-dom";

import { isolated } from "../../lib/bidi.ts";
import { Thumbnail } from "../../shared/pictures/thumbnail.tsx";
import { Button } from "../../ui/button.tsx";
import type { Upload } from "./uploads.ts";

interface PictureCardsProps {
  readonly uploads: readonly Upload[];
  readonly onRetry: (id: number) => void;
  readonly onRemove: (id: number) => void;
  readonly onDescribed: (id: number, url: string, words: string) => void;
}

/** The pictures on their way, each at its place in the text. */
export function PictureCards({ uploads, ...actions }: PictureCardsProps) {
  return uploads.map((upload) => {
    const { id, slot } = upload;
    return slot && createPortal(<PictureCard upload={upload} {...actions} />, slot, id);
  });
}

interface PictureCardProps extends Omit<PictureCardsProps, "uploads"> {
  readonly upload: Upload;
}

function PictureCard({ upload, onRetry, onRemove, onDescribed }: PictureCardProps) {
  const { id, file, state } = upload;
  const name = isolated(file.name);
  return (
    <div className="picture-card" role="group" aria-label={`Picture ${name}`} dir="ltr">
      <Thumbnail file={file} />
      <div className="picture-card-text">
        {state.name === "there" ? (
          <Description onDescribed={(words) => onDescribed(id, state.url, words)} />
        ) : (
          <>
            <p role={state.name === "failed" ? "alert" : "status"}>
              {state.name === "failed" ? `${name}: ${state.words}` : `Uploading ${name}…`}
            </p>
            {state.name !== "failed" && (
              <progress
                aria-label={`Upload of ${name}`}
                max={1}
                value={state.name === "sending" ? state.part : 0}
              />
            )}
            <div className="picture-card-actions">
              {state.name === "failed" && state.isPassing && (
                <Button className="button-small" onClick={() => onRetry(id)}>
                  Try again
                </Button>
              )}
              <Button look="quiet" className="button-small" onClick={() => onRemove(id)}>
                {state.name === "failed" ? "Remove" : "Cancel"}
              </Button>
            </div>
          </>
        )}
      </div>
    </div>
  );
}

/** Asks what a picture shows. */
function Description({ onDescribed }: { readonly onDescribed: (words: string) => void }) {
  const id = useId();
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const words = new FormData(event.currentTarget).get("description");
    onDescribed(typeof words === "string" ? words : "");
  };
  return (
    <form onSubmit={onSubmit}>
      <label htmlFor={id}>What does the picture show?</label>
      <input id={id} name="description" className="input" dir="auto" maxLength={500} autoComplete="off" />
      <p className="field-hint" role="status">
        The picture is in your text. The description is for readers who can’t see it.
      </p>
      <div className="picture-card-actions">
        <Button type="submit" className="button-small">
          Add description
        </Button>
        <Button look="quiet" className="button-small" onClick={() => onDescribed("")}>
          No description
        </Button>
      </div>
    </form>
  );
}

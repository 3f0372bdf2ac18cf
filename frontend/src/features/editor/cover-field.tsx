import { useId, useRef } from "react";

import type { Cover } from "../../shared/drafts/text.ts";
import { type PictureDialog, PictureInput } from "../../shared/pictures/picture-input.tsx";
import { Button } from "../../ui/button.tsx";
import type { UploadedPicture } from "./pictures-in.ts";
import type { CoverUpload } from "./use-cover.ts";

interface CoverFieldProps {
  readonly cover: Cover | null;
  /** The pictures of the text, from which one can be chosen. */
  readonly pictures: readonly UploadedPicture[];
  readonly upload: CoverUpload;
  readonly onChange: (cover: Cover | null) => void;
}

/** The picture above a post: one of the text's, another one, or none. */
export function CoverField({ cover, pictures, upload, onChange }: CoverFieldProps) {
  const id = useId();
  const dialog = useRef<PictureDialog>(null);
  const { part, fault } = upload;
  const others = pictures.some(({ url }) => url === cover?.url) || cover === null ? [] : [cover];
  const options = [...others, ...pictures];

  return (
    <fieldset className="field cover-field">
      <legend>
        Cover <span className="field-optional">(optional)</span>
      </legend>
      <div className="cover-options">
        <label className="cover-option">
          <input
            type="radio"
            name={id}
            checked={cover === null}
            onChange={() => onChange(null)}
          />
          <span className="cover-none">None</span>
        </label>
        {options.map(({ url, alt }, index) => (
          <label key={url} className="cover-option">
            <input
              type="radio"
              name={id}
              checked={cover?.url === url}
              onChange={() => onChange({ url, alt })}
            />
            <img src={url} alt={alt || `Picture ${index + 1}`} width={96} height={64} />
          </label>
        ))}
        <Button
          className="button-small"
          aria-disabled={part !== undefined}
          onClick={() => part === undefined && dialog.current?.open()}
        >
          {part === undefined ? "Upload a picture" : `Uploading… ${Math.round(part * 100)} %`}
        </Button>
        <PictureInput ref={dialog} onFiles={([file]) => file && void upload.start(file)} />
      </div>
      <div role="alert">{fault !== "" && <p className="field-errors">{fault}</p>}</div>
      {cover && (
        <div className="field">
          <label htmlFor={`${id}-alt`}>
            What the cover shows <span className="field-optional">(optional)</span>
          </label>
          <input
            id={`${id}-alt`}
            className="input"
            dir="auto"
            maxLength={500}
            autoComplete="off"
            value={cover.alt}
            onChange={({ target }) => onChange({ ...cover, alt: target.value })}
          />
          <p className="field-hint">For readers who can’t see it.</p>
        </div>
      )}
    </fieldset>
  );
}

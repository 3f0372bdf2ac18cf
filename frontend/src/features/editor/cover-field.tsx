import { useId, useRef, useState } from "react";

import type { Cover } from "../../shared/drafts/text.ts";
import { pictureFault } from "../../shared/pictures/fault.ts";
import { type PictureDialog, PictureInput } from "../../shared/pictures/picture-input.tsx";
import { sendPicture } from "../../shared/pictures/send.ts";
import { Button } from "../../ui/button.tsx";
import type { UploadedPicture } from "./pictures-in.ts";

interface CoverFieldProps {
  readonly cover: Cover | null;
  /** The pictures of the text, from which one can be chosen. */
  readonly pictures: readonly UploadedPicture[];
  readonly onChange: (cover: Cover | null) => void;
  /** Whether a picture is being uploaded. */
  readonly onBusy: (isBusy: boolean) => void;
}

/** The picture above a post: one of the text's, another one, or none. */
export function CoverField({ cover, pictures, onChange, onBusy }: CoverFieldProps) {
  const id = useId();
  const dialog = useRef<PictureDialog>(null);
  const [part, setPart] = useState<number>();
  const [fault, setFault] = useState("");
  const others = pictures.some(({ url }) => url === cover?.url) || cover === null ? [] : [cover];
  const options = [...others, ...pictures];

  const upload = async (file: File | undefined) => {
    if (!file) return;
    setFault("");
    setPart(0);
    onBusy(true);
    try {
      const { url } = await sendPicture(file, { onProgress: setPart });
      onChange({ url, alt: "" });
    } catch (error) {
      setFault(pictureFault(error).words);
    } finally {
      setPart(undefined);
      onBusy(false);
    }
  };

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
        <PictureInput ref={dialog} onFiles={([file]) => void upload(file)} />
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

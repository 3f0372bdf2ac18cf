import { type TextareaHTMLAttributes, useId } from "react";

interface TextBoxProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "id"> {
  readonly label: string;
  readonly name: string;
  readonly hint?: string;
  readonly errors?: readonly string[] | undefined;
}

/** A labelled field of several lines, which may stay empty, and its errors. */
export function TextBox({ label, hint, errors = [], ...rest }: TextBoxProps) {
  const id = useId();
  const isFaulty = errors.length > 0;
  const described = [hint === undefined ? "" : `${id}-hint`, isFaulty ? `${id}-errors` : ""]
    .join(" ")
    .trim();
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        <span className="field-optional"> (optional)</span>
      </label>
      <textarea
        id={id}
        className="input"
        aria-invalid={isFaulty}
        aria-describedby={described === "" ? undefined : described}
        {...rest}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {isFaulty && (
        <p id={`${id}-errors`} className="field-errors">
          {errors.join(" ")}
        </p>
      )}
    </div>
  );
}

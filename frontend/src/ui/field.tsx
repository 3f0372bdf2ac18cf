import { type InputHTMLAttributes, type Ref, useId, useState } from "react";

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "id"> {
  readonly label: string;
  readonly name: string;
  readonly hint?: string;
  readonly errors?: readonly string[] | undefined;
  readonly ref?: Ref<HTMLInputElement>;
}

/** A labelled input and its errors. */
export function Field({ label, hint, errors = [], type = "text", required, ...rest }: FieldProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const isPassword = type === "password";
  const faulty = errors.length > 0;
  const described = [hint === undefined ? "" : `${id}-hint`, faulty ? `${id}-errors` : ""]
    .join(" ")
    .trim();
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {required !== true && <span className="field-optional"> (optional)</span>}
      </label>
      <div className="field-box">
        <input
          id={id}
          type={isPassword && shown ? "text" : type}
          className={isPassword ? "input input-password" : "input"}
          aria-invalid={faulty}
          aria-required={required}
          aria-describedby={described === "" ? undefined : described}
          {...rest}
        />
        {isPassword && (
          <button
            type="button"
            className="field-reveal"
            aria-label={shown ? "Hide password" : "Show password"}
            onClick={() => setShown(!shown)}
          >
            {shown ? "Hide" : "Show"}
          </button>
        )}
      </div>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {faulty && (
        <p id={`${id}-errors`} className="field-errors">
          {errors.join(" ")}
        </p>
      )}
    </div>
  );
}

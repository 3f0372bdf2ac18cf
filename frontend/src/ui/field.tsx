import { type InputHTMLAttributes, type Ref, useId, useState } from "react";

import { describing, Labelled, type Labels } from "./labelled.tsx";

interface FieldProps extends Labels, Omit<InputHTMLAttributes<HTMLInputElement>, "id"> {
  readonly name: string;
  readonly ref?: Ref<HTMLInputElement>;
}

/** A labelled input and its errors. */
export function Field({ label, hint, errors, type = "text", required, ...rest }: FieldProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const isPassword = type === "password";
  const labels = { label, hint, errors };
  return (
    <Labelled id={id} {...labels} isOptional={required !== true}>
      <div className="field-box">
        <input
          id={id}
          type={isPassword && shown ? "text" : type}
          className={isPassword ? "input input-password" : "input"}
          aria-required={required}
          {...describing(id, labels)}
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
    </Labelled>
  );
}

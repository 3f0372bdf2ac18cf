import type { ReactNode } from "react";

/** What stands around a field. */
export interface Labels {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly errors?: readonly string[] | undefined;
}

interface LabelledProps extends Labels {
  /** The field's id. */
  readonly id: string;
  readonly isOptional: boolean;
  readonly children: ReactNode;
}

/** A field with its label, its hint and its errors. The field itself gets `describing`. */
export function Labelled({ id, label, isOptional, hint, errors = [], children }: LabelledProps) {
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {isOptional && <span className="field-optional"> (optional)</span>}
      </label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {errors.length > 0 && (
        <p id={`${id}-errors`} className="field-errors">
          {errors.join(" ")}
        </p>
      )}
    </div>
  );
}

/** The attributes with which a field names its hint and its errors. */
export function describing(id: string, { hint, errors = [] }: Labels) {
  const isFaulty = errors.length > 0;
  const described = [hint === undefined ? "" : `${id}-hint`, isFaulty ? `${id}-errors` : ""]
    .join(" ")
    .trim();
  return {
    "aria-invalid": isFaulty,
    "aria-describedby": described === "" ? undefined : described,
  };
}

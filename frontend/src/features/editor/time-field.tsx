import { type Ref, useId } from "react";

import { fieldOf } from "./terms.ts";

interface TimeFieldProps {
  /** As the browser's field has it; null for now. */
  readonly value: string | null;
  /** Whether the post has had a time before, so that now is not what is meant. */
  readonly isDecided: boolean;
  readonly isScheduled: boolean;
  readonly fault: string | undefined;
  /** The field for another time than now. */
  readonly ref: Ref<HTMLInputElement>;
  readonly onChange: (value: string | null) => void;
}

/** When a post is published. */
export function TimeField({ value, isDecided, isScheduled, fault, ref, onChange }: TimeFieldProps) {
  const id = useId();
  const isLater = isDecided || value !== null;
  return (
    <fieldset className="field">
      <legend>{isDecided ? "Date of publication" : "When"}</legend>
      {!isDecided && (
        <div className="segments">
          <label className="segment">
            <input type="radio" name={id} checked={!isLater} onChange={() => onChange(null)} />
            Now
          </label>
          <label className="segment">
            <input
              type="radio"
              name={id}
              checked={isLater}
              onChange={() => onChange(fieldOf(new Date().toISOString()))}
            />
            At another time
          </label>
        </div>
      )}
      {isLater && (
        <input
          ref={ref}
          type="datetime-local"
          className="input time-input"
          aria-label="Date and time"
          aria-describedby={`${id}-about`}
          aria-invalid={fault !== undefined}
          value={value ?? ""}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
      {isLater && (
        <p id={`${id}-about`} className={fault === undefined ? "field-hint" : "field-errors"}>
          {fault ??
            (isScheduled ? "Until then, only you see it." : "Lists are sorted by this date.")}
        </p>
      )}
    </fieldset>
  );
}

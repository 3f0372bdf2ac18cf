import { useId } from "react";

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly options: readonly {
    readonly value: string;
    readonly words: string;
    readonly hint: string;
  }[];
  readonly errors?: readonly string[] | undefined;
}

/** A choice between a few options, with none preselected, and its errors. */
export function Choice({ label, name, options, errors = [] }: ChoiceProps) {
  const id = useId();
  const faulty = errors.length > 0;
  return (
    <div
      role="radiogroup"
      className="choice"
      aria-labelledby={id}
      aria-required
      aria-invalid={faulty}
      aria-describedby={faulty ? `${id}-errors` : undefined}
    >
      <p id={id} className="choice-label">
        {label}
      </p>
      {options.map(({ value, words, hint }) => (
        <label key={value} className="choice-option">
          <input type="radio" name={name} value={value} aria-describedby={`${id}-${value}`} />
          <span>{words}</span>
          <span id={`${id}-${value}`} className="field-hint">
            {hint}
          </span>
        </label>
      ))}
      {faulty && (
        <p id={`${id}-errors`} className="field-errors">
          {errors.join(" ")}
        </p>
      )}
    </div>
  );
}

import { useId } from "react";

import { slugOf } from "./slug.ts";

interface AddressFieldProps {
  readonly handle: string;
  /** What the writer has put in; null if that is nothing. */
  readonly value: string | null;
  /** The slug without that. */
  readonly usual: string;
  /** Whether readers know the address already. */
  readonly isKnown: boolean;
  readonly onChange: (slug: string) => void;
}

/** The last part of a post's address. */
export function AddressField({ handle, value, usual, isKnown, onChange }: AddressFieldProps) {
  const id = useId();
  const slug = slugOf(value?.trim() ? value : usual);
  const isNew = isKnown && slug !== usual;
  return (
    <div className="field">
      <label htmlFor={id}>Address</label>
      <input
        id={id}
        className="input"
        dir="auto"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={value ?? usual}
        aria-describedby={`${id}-about`}
        onChange={({ target }) => onChange(target.value)}
      />
      <p id={`${id}-about`} className="field-hint address-shown">
        <bdi>{`/@${handle}/${slug}`}</bdi>
        {isNew && " – the old address will redirect here."}
      </p>
    </div>
  );
}

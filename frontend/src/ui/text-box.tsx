import { type TextareaHTMLAttributes, useId } from "react";

import { describing, Labelled, type Labels } from "./labelled.tsx";

interface TextBoxProps extends Labels, Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "id"> {
  readonly name: string;
}

/** A labelled field of several lines, which may stay empty, and its errors. */
export function TextBox({ label, hint, errors, ...rest }: TextBoxProps) {
  const id = useId();
  const labels = { label, hint, errors };
  return (
    <Labelled id={id} {...labels} isOptional>
      <textarea id={id} className="input" {...describing(id, labels)} {...rest} />
    </Labelled>
  );
}

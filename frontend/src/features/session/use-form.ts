import { ProblemError } from "@connectly/common";
import { type SubmitEvent, useRef, useState } from "react";

import { faultOf, sentence } from "../../lib/faults.ts";

/** The messages by field, as zod's `flattenError` and `ProblemError` give them. */
export type FieldErrors = Partial<Record<string, string[]>>;

/** What a check says of a form. */
export type Checked<Input> =
  | { readonly ok: true; readonly input: Input }
  | { readonly ok: false; readonly errors: FieldErrors };

interface FormOptions<Input> {
  readonly fields: readonly string[];
  /** Loads the schemas when they are needed: the first page does without them. */
  readonly check: (form: Record<string, FormDataEntryValue>) => Promise<Checked<Input>>;
  readonly send: (input: Input) => Promise<void>;
  /** What to say of a refusal, where the form knows better than the server's own words. */
  readonly explain?: (problem: ProblemError) => string | undefined;
}

/** A form's way: checked here, sent once, and what the server says shown where it belongs. */
export function useForm<Input>({ fields, check, send, explain }: FormOptions<Input>) {
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [summary, setSummary] = useState<string>();
  // A second press comes before React has shown that the first one counts.
  const sending = useRef(false);

  const show = (form: HTMLFormElement, found: FieldErrors) => {
    const shown: FieldErrors = {};
    for (const field of fields) {
      const messages = found[field]?.map(sentence);
      if (messages?.length) shown[field] = messages;
    }
    setErrors(shown);
    const first = fields.find((field) => shown[field]);
    const element = first === undefined ? null : form.elements.namedItem(first);
    if (element instanceof HTMLElement) element.focus();
    // Faults of what the form does not have are said above it.
    const others = Object.keys(found).filter((field) => !fields.includes(field));
    setSummary(
      others
        .flatMap((field) => found[field] ?? [])
        .map(sentence)
        .join(" ") || undefined,
    );
  };

  const submit = async (form: HTMLFormElement) => {
    if (sending.current) return;
    sending.current = true;
    setBusy(true);
    setSummary(undefined);
    try {
      const checked = await check(Object.fromEntries(new FormData(form)));
      if (checked.ok) {
        setErrors({});
        await send(checked.input);
      } else {
        show(form, checked.errors);
      }
    } catch (error) {
      if (error instanceof ProblemError && error.fields.length > 0) {
        show(form, error.fieldErrors);
        return;
      }
      const explained = error instanceof ProblemError ? explain?.(error) : undefined;
      const fault = faultOf(error);
      setSummary(explained ?? (fault.passing ? `${fault.title}. ${fault.text}` : fault.text));
    } finally {
      sending.current = false;
      setBusy(false);
    }
  };

  return {
    busy,
    errors,
    summary,
    onSubmit: (event: SubmitEvent<HTMLFormElement>) => {
      event.preventDefault();
      void submit(event.currentTarget);
    },
  };
}

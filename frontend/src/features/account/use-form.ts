import { ProblemError } from "@connectly/common";
import { type SubmitEvent, useRef, useState } from "react";

import { errorMessage, sentence } from "../../lib/errors.ts";

/** Messages by field, in the form of zod's `flattenError` and of `ProblemError`. */
export type FieldErrors = Partial<Record<string, string[]>>;

/** The result of checking a form. */
export type Checked<Input> =
  | { readonly ok: true; readonly input: Input }
  | { readonly ok: false; readonly errors: FieldErrors };

interface FormOptions<Input> {
  readonly fields: readonly string[];
  /** Loads the schemas when they are needed, so that the first page doesn't have to. */
  readonly check: (form: Record<string, FormDataEntryValue>) => Promise<Checked<Input>>;
  readonly send: (input: Input) => Promise<unknown>;
  /** What to say once it has been sent. The form is then cleared. */
  readonly done?: string;
  /**
   * What to say about a failure, as a whole or at the fields, if the form knows better than the
   * server's own message.
   */
  readonly explain?: (error: unknown) => string | FieldErrors | undefined;
}

/**
 * A form's state and submission: it is checked here, sent once, and the server's messages are shown
 * at their fields.
 */
export function useForm<Input>({ fields, check, send, done, explain }: FormOptions<Input>) {
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [summary, setSummary] = useState<string>();
  const [said, setSaid] = useState("");
  // The button may be pressed again before React has shown that it is busy.
  const sending = useRef(false);

  const show = (form: HTMLFormElement, found: FieldErrors) => {
    const shown: FieldErrors = {};
    for (const field of fields) {
      const messages = found[field]?.map(sentence);
      if (messages?.length) shown[field] = messages;
    }
    setErrors(shown);
    const first = fields.find((field) => shown[field]);
    const named = first === undefined ? null : form.elements.namedItem(first);
    const element = named instanceof RadioNodeList ? named[0] : named;
    if (element instanceof HTMLElement) element.focus();
    // Errors in fields that the form doesn't have are shown above it.
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
    // Cleared first, so that screen readers announce the same words again.
    setSaid("");
    try {
      const checked = await check(Object.fromEntries(new FormData(form)));
      if (checked.ok) {
        setErrors({});
        await send(checked.input);
        if (done === undefined) return;
        form.reset();
        setSaid(done);
      } else {
        show(form, checked.errors);
      }
    } catch (error) {
      if (error instanceof ProblemError && error.fields.length > 0) {
        show(form, error.fieldErrors);
        return;
      }
      const explained = explain?.(error);
      if (typeof explained === "object") {
        show(form, explained);
        return;
      }
      const message = errorMessage(error);
      setSummary(explained ?? (message.passing ? `${message.title}. ${message.text}` : message.text));
    } finally {
      sending.current = false;
      setBusy(false);
    }
  };

  return {
    busy,
    errors,
    summary,
    said,
    onSubmit: (event: SubmitEvent<HTMLFormElement>) => {
      event.preventDefault();
      void submit(event.currentTarget);
    },
  };
}

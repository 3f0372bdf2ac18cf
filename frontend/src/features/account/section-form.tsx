import type { ReactNode, SubmitEventHandler } from "react";

import { Button } from "../../ui/button.tsx";

interface SectionFormProps {
  /** The id of the heading that labels it. */
  readonly labelledBy: string;
  readonly action: string;
  readonly busy: boolean;
  readonly summary: string | undefined;
  readonly said: string;
  readonly onSubmit: SubmitEventHandler<HTMLFormElement>;
  readonly children: ReactNode;
}

/** A form that is a section of a page. Its outcome is shown below it. */
export function SectionForm({
  labelledBy,
  action,
  busy,
  summary,
  said,
  onSubmit,
  children,
}: SectionFormProps) {
  return (
    <form noValidate className="section-form" aria-labelledby={labelledBy} onSubmit={onSubmit}>
      {children}
      <div role="alert">
        {summary !== undefined && <p className="notice notice-danger">{summary}</p>}
      </div>
      <div className="section-form-end">
        <Button type="submit" aria-disabled={busy}>
          {busy ? "One moment…" : action}
        </Button>
        <p role="status">{said}</p>
      </div>
    </form>
  );
}

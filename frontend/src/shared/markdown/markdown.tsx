import { memo, useEffect, useState } from "react";

import { Prose } from "./prose.tsx";
import { renderMarkdown } from "./render.ts";

interface Outcome {
  readonly of: string;
  /** Nothing, if there is none. */
  readonly html: string | undefined;
}

/**
 * A text as readers will see it. One that cannot be given its form is shown as it was written.
 */
export const Markdown = memo(function Markdown({ children }: { readonly children: string }) {
  const [outcome, setOutcome] = useState<Outcome>();
  useEffect(() => {
    let here = true;
    const show = (html?: string) => {
      if (here) setOutcome({ of: children, html });
    };
    renderMarkdown(children).then(show, () => show());
    return () => {
      here = false;
    };
  }, [children]);
  // Until the new text has its form, the one before stays: a preview would flicker.
  if (!outcome) return <div className="prose prose-coming" aria-busy="true" />;
  if (outcome.html !== undefined) return <Prose html={outcome.html} />;
  return (
    <div className="prose" dir="ltr">
      <p className="notice" role="note">
        What gives this text its form could not be loaded. Here it is as it was written.
      </p>
      <p className="as-written">{outcome.of}</p>
    </div>
  );
});

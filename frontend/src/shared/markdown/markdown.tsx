import "@fontsource-variable/jetbrains-mono/wght.css";
import "@fontsource-variable/source-serif-4/wght-italic.css";

import type { Root } from "mdast";
import { memo, useEffect, useState } from "react";

import { Boundary } from "../../ui/boundary.tsx";
import { type Outcome, parser } from "./parser.ts";
import { directionIn } from "./text.ts";
import { Tree } from "./tree.tsx";

// While the text itself is on its way.
parser.prepare();

interface MarkdownProps {
  readonly children: string;
}

/**
 * A post's text. HTML in it is shown as the text that it is; links and pictures lead only where
 * it is safe. A text that cannot be given its form is shown as it was written.
 */
export const Markdown = memo(function Markdown({ children }: MarkdownProps) {
  const [parsed, setParsed] = useState<{ readonly of: string; readonly outcome: Outcome }>();
  useEffect(() => {
    const stop = new AbortController();
    void parser.parse(children, stop.signal).then((outcome) => {
      if (!stop.signal.aborted) setParsed({ of: children, outcome });
    });
    return () => stop.abort();
  }, [children]);
  // Until the new text has its form, the one before stays: a preview would flicker.
  if (!parsed) return <div className="prose prose-coming" aria-busy="true" />;
  const { of, outcome } = parsed;
  const written = <AsWritten why={whys[outcome.is]}>{of}</AsWritten>;
  const dir = outcome.is === "parsed" ? directionIn(outcome.tree) : undefined;
  return (
    <div className="prose" dir={dir ?? "ltr"}>
      {outcome.is === "parsed" ? (
        <Boundary key={of} fallback={written}>
          <Form root={outcome.tree} />
        </Boundary>
      ) : (
        written
      )}
    </div>
  );
});

const Form = memo(function Form({ root }: { readonly root: Root }) {
  return <Tree root={root} />;
});

const whys = {
  parsed: "This text cannot be shown in its form.",
  tangled: "This text is too tangled to be shown in its form.",
  unavailable: "What gives this text its form could not be loaded.",
};

/** A text without its form: better than none. */
function AsWritten({ why, children }: { readonly why: string; readonly children: string }) {
  return (
    <>
      <p className="notice" role="note">
        {why} Here it is as it was written.
      </p>
      <p className="as-written">{children}</p>
    </>
  );
}

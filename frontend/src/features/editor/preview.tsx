import { useDeferredValue, useEffect, useState } from "react";

import { Markdown } from "../../shared/markdown/markdown.tsx";
import type { Text } from "../../shared/drafts/text.ts";

/** From this length on, to show a text takes long enough to be felt at every keystroke. */
const long = 15_000;

/** What readers will see, a moment after it is written. */
export function Preview({ text }: { readonly text: Text }) {
  const [shown, setShown] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setShown(text), text.content.length > long ? 700 : 120);
    return () => clearTimeout(timer);
  }, [text]);
  const { title, content } = useDeferredValue(shown);
  return (
    <section className="preview-pane" aria-label="Preview">
      {title.trim() === "" && content.trim() === "" ? (
        <p className="preview-empty">What readers will see appears here.</p>
      ) : (
        <>
          <p className="preview-title" dir="auto">
            {title}
          </p>
          <Markdown>{content}</Markdown>
        </>
      )}
    </section>
  );
}

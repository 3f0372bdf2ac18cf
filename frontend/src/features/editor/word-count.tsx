import { useDeferredValue, useEffect, useState } from "react";

import { countWords } from "./words.ts";

/** How long a text stays as it is before it is counted. */
const pause = 300;

/** The number of words, a moment after they are written. */
export function WordCount({ content }: { readonly content: string }) {
  const [counted, setCounted] = useState(content);
  useEffect(() => {
    const timer = setTimeout(() => setCounted(content), pause);
    return () => clearTimeout(timer);
  }, [content]);
  const words = countWords(useDeferredValue(counted));
  if (words === 0) return null;
  return (
    <p className="editor-words">
      {new Intl.NumberFormat("en").format(words)} {words === 1 ? "word" : "words"}
    </p>
  );
}

import { type ReactNode, useEffect, useState } from "react";

type Highlight = (code: string, language: string) => ReactNode;

/** What gives colours, once it has been needed. */
let highlight: Highlight | undefined;

interface CodeProps {
  readonly language: string | undefined;
  readonly children: string;
}

/** A block of code. It gets its colours a moment later, if its language is known. */
export function Code({ language, children }: CodeProps) {
  const [loaded, setLoaded] = useState<Highlight | undefined>(() => highlight);
  useEffect(() => {
    if (language === undefined || loaded) return undefined;
    let here = true;
    void import("./highlight.ts").then((part) => {
      highlight = part.highlight;
      if (here) setLoaded(() => part.highlight);
    }, ignore);
    return () => {
      here = false;
    };
  }, [language, loaded]);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is a scrolling region
    <pre tabIndex={0} role="group" aria-label="Code" dir="ltr" data-language={language}>
      <code>{language !== undefined && loaded ? loaded(children, language) : children}</code>
    </pre>
  );
}

/** Code without colours can be read as well. */
function ignore(): void {
  // Nothing to do.
}

import { useEffect, useState } from "react";

import { api } from "../../lib/api.ts";
import { tagOf } from "../../shared/drafts/tags.ts";

/** How long typing pauses before the server is asked. */
const pause = 150;

/** Tags that begin like this and that posts have, or those in most use. */
export function useTagSuggestions(typed: string, isWanted: boolean): readonly string[] {
  const [suggested, setSuggested] = useState<readonly string[]>([]);
  useEffect(() => {
    const prefix = tagOf(typed);
    if (!isWanted || (prefix === null && typed.trim() !== "")) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      api.suggestTags({ prefix: prefix ?? "" }, { signal: stop.signal }).then(
        ({ tags }) => setSuggested(tags.map(({ tag }) => tag)),
        // They are a help that one can do without.
        () => setSuggested([]),
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [typed, isWanted]);
  return suggested;
}

import { useEffect, useState } from "react";

import { copyLink, said } from "../lib/sharing.ts";

/** Copies links. The words say for a moment what has become of the last one, and are empty otherwise. */
export function useCopyLink(): readonly [words: string, copy: (url: string) => void] {
  const [words, setWords] = useState("");
  useEffect(() => {
    if (words === "") return undefined;
    const timer = setTimeout(() => setWords(""), said);
    return () => clearTimeout(timer);
  }, [words]);
  return [words, (url) => void copyLink(url).then(setWords)];
}

import { useEffect, useRef, useState } from "react";

import type { Text } from "../../shared/drafts/text.ts";

/** How long the writer must have stopped typing before a question appears. */
const pause = 1_000;

/**
 * Whether the writer has stopped typing. A dialog that opened earlier would take the next letters,
 * and interrupt an input method's composition.
 */
export function usePause(text: Text, isWanted: boolean): boolean {
  const [pausedAt, setPausedAt] = useState<Text | null>(null);
  const isComposing = useRef(false);
  useEffect(() => {
    const follow = ({ type }: Event) => {
      isComposing.current = type === "compositionstart";
    };
    window.addEventListener("compositionstart", follow);
    window.addEventListener("compositionend", follow);
    return () => {
      window.removeEventListener("compositionstart", follow);
      window.removeEventListener("compositionend", follow);
    };
  }, []);
  useEffect(() => {
    if (!isWanted) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => !isComposing.current && setPausedAt(text), pause);
    };
    wait();
    window.addEventListener("keydown", wait);
    window.addEventListener("compositionend", wait);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("keydown", wait);
      window.removeEventListener("compositionend", wait);
    };
  }, [text, isWanted]);
  return pausedAt === text;
}

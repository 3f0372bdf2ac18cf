import { type RefObject, useEffect } from "react";

/**
 * Tells the style sheet how much of the page's lower end the keyboard of a phone covers, as
 * `--keyboard`. Browsers lay the page out as if there were no keyboard.
 */
export function useKeyboardInset(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { visualViewport: viewport } = window;
    if (!viewport) return undefined;
    const follow = () => {
      const covered = window.innerHeight - viewport.height - viewport.offsetTop;
      ref.current?.style.setProperty("--keyboard", `${Math.max(0, Math.round(covered))}px`);
    };
    follow();
    viewport.addEventListener("resize", follow);
    viewport.addEventListener("scroll", follow);
    return () => {
      viewport.removeEventListener("resize", follow);
      viewport.removeEventListener("scroll", follow);
    };
  }, [ref]);
}

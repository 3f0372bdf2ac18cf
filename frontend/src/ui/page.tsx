import { useEffect } from "react";

import { balanced } from "../lib/bidi.ts";

/** Sets the page's title in the tab, and announces it to screen readers after a change of page. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title === undefined) return;
    document.title = title === "Connectly" ? title : `${balanced(title)} – Connectly`;
    document.dispatchEvent(new CustomEvent("connectly:title"));
  }, [title]);
}

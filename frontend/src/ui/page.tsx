import { useEffect } from "react";

import { balanced } from "../lib/bidi.ts";

/** Names the page in the tab and, after a change of page, for those who hear it. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title === undefined) return;
    document.title = title === "Connectly" ? title : `${balanced(title)} – Connectly`;
    document.dispatchEvent(new CustomEvent("connectly:title"));
  }, [title]);
}

import { useEffect, useLayoutEffect } from "react";
import {
  type createBrowserRouter,
  type Location,
  NavigationType,
  useLocation,
  useNavigate,
} from "react-router";

import { findFragment, focusFragment } from "../lib/fragments.ts";
import { places } from "../lib/places.ts";

let isReturn = isReload();
let stays = false;

/** Whether the browser is showing a page again that it has shown before. */
function isReload(): boolean {
  const [navigation] = performance.getEntriesByType("navigation");
  const type = navigation instanceof PerformanceNavigationTiming ? navigation.type : "navigate";
  return type === "reload" || type === "back_forward";
}

/** Follows the reader from page to page. Call it once, before anything is shown. */
export function followPlaces(router: ReturnType<typeof createBrowserRouter>): void {
  places.start();
  let last = router.state.location;
  router.subscribe(({ location, historyAction, preventScrollReset }) => {
    if (location === last) return;
    last = location;
    // The old page is still there.
    places.note();
    isReturn = historyAction === NavigationType.Pop;
    stays = preventScrollReset;
  });
}

/** Brings the reader back to their place on the page. */
export function usePlace(): void {
  const { key, pathname, search, hash } = useLocation() as Location<unknown>;
  useLayoutEffect(() => {
    // A tab's first entry does not have its own key, and neither does one whose address was typed.
    const entry = key === "default" ? `${pathname}${search}${hash}` : key;
    places.arrive({ entry, hash, isReturn, stays });
  }, [key, pathname, search, hash]);
}

/** Makes links to a part of the page work with the names that writers use for parts. */
export function useFragmentLinks(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      const { button, metaKey, ctrlKey, shiftKey, altKey, target } = event;
      if (event.defaultPrevented || button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return;
      const link = target instanceof Element ? target.closest("a") : null;
      const hash = link?.getAttribute("href");
      if (!link || !hash?.startsWith("#")) return;
      event.preventDefault();
      const isInPost = link.matches(".prose a");
      const preview = link.closest<HTMLElement>(".preview-pane");
      if (isInPost && !preview) {
        const { pathname, search } = window.location;
        void navigate({ pathname, search, hash });
        return;
      }
      // A preview and the skip link don't get an entry in the history.
      const found = isInPost
        ? findFragment(hash, preview ?? document)
        : document.getElementById(hash.slice(1));
      if (!found) return;
      found.scrollIntoView({ block: "start", behavior: "instant" });
      focusFragment(found);
    };
    document.addEventListener("click", follow);
    return () => document.removeEventListener("click", follow);
  }, [navigate]);
}

import { useEffect, useSyncExternalStore } from "react";

import { places } from "../lib/places.ts";

/**
 * Loads more of a list while the reader's place is further down than the list reaches, as after a
 * reload.
 *
 * @param canLoad Whether there is more, and nothing is being loaded.
 */
export function useMoreForPlace(canLoad: boolean, load: () => void): void {
  const wantsMore = useSyncExternalStore(places.watch, places.wantsMore);
  useEffect(() => {
    if (wantsMore && canLoad) load();
  });
}

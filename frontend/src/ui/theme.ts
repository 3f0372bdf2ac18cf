import { useSyncExternalStore } from "react";

import { currentTheme, type Theme, watchTheme } from "../lib/theme.ts";

/** The chosen theme. */
export function useTheme(): Theme {
  return useSyncExternalStore(watchTheme, currentTheme);
}

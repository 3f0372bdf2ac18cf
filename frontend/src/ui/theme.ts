import { useSyncExternalStore } from "react";

import { storage } from "../lib/storage.ts";

/** Light, dark, or the system's choice. */
export type Theme = "system" | "light" | "dark";

const key = "connectly.theme";
const listeners = new Set<() => void>();

// public/theme.js sets it before the first paint.
function current(): Theme {
  const theme = document.documentElement.dataset["theme"];
  return theme === "light" || theme === "dark" ? theme : "system";
}

function show(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  for (const listener of listeners) listener();
}

/** Chooses a theme, for all tabs and for later visits. */
export function chooseTheme(theme: Theme): void {
  if (theme === "system") storage.remove(key);
  else storage.write(key, theme);
  show(theme);
}

window.addEventListener("storage", (event) => {
  if (event.key !== key) return;
  show(event.newValue === "light" || event.newValue === "dark" ? event.newValue : "system");
});

function watch(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The chosen theme. */
export function useTheme(): Theme {
  return useSyncExternalStore(watch, current);
}

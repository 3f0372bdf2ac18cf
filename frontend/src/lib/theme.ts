import { storage } from "./storage.ts";

/** Light, dark, or the system's choice. */
export type Theme = "system" | "light" | "dark";

const key = "connectly.theme";
const listeners = new Set<() => void>();

/** The chosen theme. `public/theme.js` shows it before the first paint. */
export function currentTheme(): Theme {
  return themeOf(document.documentElement.dataset["theme"]);
}

/** Chooses a theme, for all tabs and for later visits. */
export function chooseTheme(theme: Theme): void {
  if (theme === "system") storage.remove(key);
  else storage.write(key, theme);
  show(theme);
}

/** Calls back whenever the theme changes, in this tab or another. */
export function watchTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Reads a theme; anything else is the system's choice. */
export function themeOf(text: string | null | undefined): Theme {
  return text === "light" || text === "dark" ? text : "system";
}

function show(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  for (const listener of listeners) listener();
}

window.addEventListener("storage", (event) => {
  if (event.key === key) show(themeOf(event.newValue));
});

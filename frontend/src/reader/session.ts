import { storage } from "../lib/storage.ts";

/**
 * Shows the links for those who are signed in, or for those who aren't. `public/theme.js` does it
 * before the first paint. This follows what other tabs do, and what was done before the way back.
 */
export function followSession(): void {
  window.addEventListener("storage", show);
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) show();
  });
}

function show(): void {
  const user = signedIn();
  const page = document.documentElement.dataset;
  const author = document.querySelector<HTMLMetaElement>('meta[name="author-id"]')?.content;
  mark(page, "session", user === undefined ? undefined : "in");
  mark(page, "author", user !== undefined && user === author ? "me" : undefined);
}

function mark(page: DOMStringMap, name: string, value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(page, name);
  else page[name] = value;
}

/** The id of the user who seems to be signed in: see `shared/session/session.ts`. */
function signedIn(): string | undefined {
  try {
    const hint: unknown = JSON.parse(storage.read("connectly.session") ?? "null");
    if (typeof hint !== "object" || hint === null) return undefined;
    const { state, user } = hint as { state?: unknown; user?: { id?: unknown } };
    return state === "in" && typeof user?.id === "string" ? user.id : undefined;
  } catch {
    return undefined;
  }
}

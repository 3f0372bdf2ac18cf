/** The prefix of the ids in a post's text, so that no writer can make one of the app's own. */
const prefix = "user-content-";

/** The id of the part of a post with this name. */
export function prefixed(name: string): string {
  return prefix + name;
}

/**
 * The element that a fragment such as `#second-part` leads to: the part of a post with that name,
 * or else the element with that id.
 */
export function findFragment(hash: string, within: ParentNode = document): HTMLElement | undefined {
  const name = decoded(hash.replace(/^#/, ""));
  if (name === "") return undefined;
  const ids = [prefixed(name), prefixed(name.toLowerCase()), name];
  for (const id of ids) {
    const found = within.querySelector<HTMLElement>(`[id="${CSS.escape(id)}"]`);
    if (found) return found;
  }
  return undefined;
}

/** Moves the focus there, so that the keyboard continues from it and screen readers read it. */
export function focusFragment(target: HTMLElement): void {
  if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What the ids of a post's own parts begin with, so that no writer can make one of the app's. */
const prefix = "user-content-";

/** The id of a part of a post that has this name. */
export function prefixed(name: string): string {
  return prefix + name;
}

/**
 * What a fragment such as `#second-part` leads to: the part of a post that has the name, or else what
 * has the id.
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

/** Goes on from there by keyboard, and says what is there to those who hear it. */
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

/**
 * The parts of a keyboard event that are used here. The browser's events and React's both have
 * them.
 */
export interface KeyEvent {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  getModifierState?(key: "AltGraph"): boolean;
}

/** A letter pressed together with Ctrl, or with ⌘ on Apple's systems. */
export interface Shortcut {
  readonly letter: string;
  readonly shift?: boolean;
}

export const isApple =
  typeof navigator !== "undefined" && /Macintosh|iPhone|iPad|iPod/.test(navigator.userAgent);

/** Whether an event is this shortcut, on any keyboard layout. */
export function isShortcut(event: KeyEvent, shortcut: Shortcut, apple = isApple): boolean {
  const { ctrlKey, metaKey, altKey, shiftKey } = event;
  // Windows sends AltGr, which writes characters, as Ctrl and Alt.
  if (altKey || event.getModifierState?.("AltGraph") === true) return false;
  if (apple ? !metaKey || ctrlKey : !ctrlKey || metaKey) return false;
  return shiftKey === (shortcut.shift ?? false) && letterOf(event) === shortcut.letter;
}

/**
 * The Latin letter that a key stands for. If the layout has Latin letters, it is the one on the
 * key, as on Dvorak and AZERTY. On other layouts (Cyrillic, Greek, Arabic), for dead keys and with
 * input methods, shortcuts are where a QWERTY keyboard has them.
 */
function letterOf({ key, code }: KeyEvent): string | undefined {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  // The capital of the Turkish i.
  if (key === "İ") return "i";
  // A punctuation mark of a Latin layout, such as the full stop that Dvorak has where QWERTY has E.
  if (/^[\x20-\x7e]$/.test(key)) return undefined;
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();
}

/** A shortcut's keys as words, and as `aria-keyshortcuts` has them. */
export function shortcutNames({ letter, shift = false }: Shortcut, apple = isApple) {
  const upper = letter.toUpperCase();
  return apple
    ? { shown: `${shift ? "⇧" : ""}⌘${upper}`, aria: `${shift ? "Shift+" : ""}Meta+${upper}` }
    : {
        shown: `Ctrl+${shift ? "Shift+" : ""}${upper}`,
        aria: `Control+${shift ? "Shift+" : ""}${upper}`,
      };
}

/**
 * Whether an input method is using a key for a composition.
 *
 * Safari sends the Enter that ends a composition after the composition's end, with `isComposing`
 * false. Only `keyCode`, which all browsers still have, tells that the input method took the key.
 */
export function isComposing(event: {
  readonly isComposing: boolean;
  readonly keyCode: number;
}): boolean {
  return event.isComposing || event.keyCode === 229;
}

/**
 * Whether a key is pressed without modifiers. Alt with an arrow, for example, goes back in the
 * browser's history.
 */
export function isBare(event: Omit<KeyEvent, "code" | "shiftKey">): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Stops the Enter that ends a composition from submitting the form. */
export function guardForms(): void {
  document.addEventListener(
    "keydown",
    (event) => {
      const { key, target: field } = event;
      if (key === "Enter" && isComposing(event) && field instanceof HTMLInputElement) {
        event.preventDefault();
      }
    },
    { capture: true },
  );
}

/** What is asked of a key's event; the browser's and React's both have it. */
export interface KeyEvent {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  getModifierState?(key: "AltGraph"): boolean;
}

/** A letter that is pressed together with Ctrl, or with ⌘ on Apple's systems. */
export interface Shortcut {
  readonly letter: string;
  readonly shift?: boolean;
}

export const isApple =
  typeof navigator !== "undefined" && /Macintosh|iPhone|iPad|iPod/.test(navigator.userAgent);

/** Whether this key's event is a shortcut, whatever the layout of the keyboard. */
export function isShortcut(event: KeyEvent, shortcut: Shortcut, apple = isApple): boolean {
  const { ctrlKey, metaKey, altKey, shiftKey } = event;
  // Windows sends AltGr, which writes characters, as Ctrl and Alt.
  if (altKey || event.getModifierState?.("AltGraph") === true) return false;
  if (apple ? !metaKey || ctrlKey : !ctrlKey || metaKey) return false;
  return shiftKey === (shortcut.shift ?? false) && letterOf(event) === shortcut.letter;
}

/**
 * The Latin letter that a key stands for. Where the layout has Latin letters, it is the one on the
 * key, as on Dvorak and AZERTY. Other layouts (Cyrillic, Greek, Arabic), dead keys and input
 * methods have their shortcuts where a QWERTY keyboard has them.
 */
function letterOf({ key, code }: KeyEvent): string | undefined {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  // The capital of the Turkish i.
  if (key === "İ") return "i";
  // A sign of a Latin layout, such as the full stop that Dvorak has where QWERTY has the E.
  if (/^[\x20-\x7e]$/.test(key)) return undefined;
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();
}

/** Says in words, and to assistive technology, which keys a shortcut is. */
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
 * Whether a key belongs to an input method, which is composing with it.
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

/** Whether a key is pressed by itself: with Alt, an arrow goes back in the browser's history. */
export function isBare(event: Omit<KeyEvent, "code" | "shiftKey">): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Keeps the Enter that ends a composition in a field from sending the form around it. */
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

import { expect, test } from "vitest";

import { isBare, isComposing, isShortcut, type KeyEvent, shortcutNames } from "./keys.ts";

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

function pressed(key: string, code: string, modifiers: Partial<KeyEvent> = {}): KeyEvent {
  return { ...none, ctrlKey: true, key, code, ...modifiers };
}

/** The keys that are S, B, I, K and E to those who use the layout: what is sent with Ctrl. */
const layouts: readonly [string, ...(readonly [string, string])[]][] = [
  ["Latin", ["s", "KeyS"], ["b", "KeyB"], ["i", "KeyI"], ["k", "KeyK"], ["e", "KeyE"]],
  ["Caps Lock", ["S", "KeyS"], ["B", "KeyB"], ["I", "KeyI"], ["K", "KeyK"], ["E", "KeyE"]],
  ["Dvorak", ["s", "Semicolon"], ["b", "KeyN"], ["i", "KeyG"], ["k", "KeyV"], ["e", "KeyD"]],
  ["AZERTY", ["s", "KeyS"], ["b", "KeyB"], ["i", "KeyI"], ["k", "KeyK"], ["e", "KeyE"]],
  ["Turkish", ["s", "KeyS"], ["b", "KeyB"], ["ı", "KeyI"], ["k", "KeyK"], ["e", "KeyE"]],
  ["Turkish, Caps Lock", ["S", "KeyS"], ["B", "KeyB"], ["İ", "Quote"], ["K", "KeyK"], ["E", "KeyE"]],
  ["Cyrillic", ["ы", "KeyS"], ["и", "KeyB"], ["ш", "KeyI"], ["л", "KeyK"], ["у", "KeyE"]],
  ["Greek", ["σ", "KeyS"], ["β", "KeyB"], ["ι", "KeyI"], ["κ", "KeyK"], ["ε", "KeyE"]],
  ["Hebrew", ["ד", "KeyS"], ["נ", "KeyB"], ["ן", "KeyI"], ["ל", "KeyK"], ["ק", "KeyE"]],
  // One key of it writes two letters.
  ["Arabic", ["س", "KeyS"], ["لا", "KeyB"], ["ه", "KeyI"], ["ن", "KeyK"], ["ث", "KeyE"]],
  ["Devanagari", ["े", "KeyS"], ["व", "KeyB"], ["ग", "KeyI"], ["क", "KeyK"], ["ा", "KeyE"]],
  ["Thai", ["ห", "KeyS"], ["ิ", "KeyB"], ["ร", "KeyI"], ["า", "KeyK"], ["ำ", "KeyE"]],
  ["Hangul", ["ㄴ", "KeyS"], ["ㅠ", "KeyB"], ["ㅑ", "KeyI"], ["ㅏ", "KeyK"], ["ㄷ", "KeyE"]],
  ["full-width Latin", ["ｓ", "KeyS"], ["ｂ", "KeyB"], ["ｉ", "KeyI"], ["ｋ", "KeyK"], ["ｅ", "KeyE"]],
  ["an input method", ...(["S", "B", "I", "K", "E"].map((key) => ["Process", `Key${key}`] as const))],
  ["dead keys", ...(["S", "B", "I", "K", "E"].map((key) => ["Dead", `Key${key}`] as const))],
  ["a key without a name", ...(["S", "B", "I", "K", "E"].map((key) => ["Unidentified", `Key${key}`] as const))],
];

test.each(layouts)("%s has every shortcut, and each key is one of them alone", (_, ...keys) => {
  const letters = ["s", "b", "i", "k", "e"];
  const found = keys.map(([key, code]) =>
    letters.filter((letter) => isShortcut(pressed(key, code), { letter }, false)).join(""),
  );
  expect(found).toEqual(letters);
});

test.each([
  ["Dvorak's O, where QWERTY has the S", pressed("o", "KeyS"), "s"],
  ["Dvorak's full stop, where QWERTY has the E", pressed(".", "KeyE"), "e"],
  ["AZERTY's A, where QWERTY has the Q", pressed("a", "KeyQ"), "q"],
  ["AZERTY's é, on the 2", pressed("é", "Digit2"), "e"],
  ["no Ctrl", pressed("s", "KeyS", { ctrlKey: false }), "s"],
  ["AltGr, as Windows sends it", pressed("ś", "KeyS", { altKey: true }), "s"],
  ["AltGr, as others send it", pressed("ß", "KeyS", { getModifierState: () => true }), "s"],
  ["Shift", pressed("S", "KeyS", { shiftKey: true }), "s"],
  ["⌘ where it is the Windows key", pressed("s", "KeyS", { metaKey: true }), "s"],
  ["a key that is no letter", pressed("Enter", "Enter"), "e"],
])("%s is not the shortcut", (_, event, letter) => {
  expect(isShortcut(event, { letter }, false)).toBe(false);
});

test("on Apple's systems it is ⌘, and not Ctrl", () => {
  const command = pressed("ы", "KeyS", { ctrlKey: false, metaKey: true });
  expect(isShortcut(command, { letter: "s" }, true)).toBe(true);
  expect(isShortcut(command, { letter: "s" }, false)).toBe(false);
  expect(isShortcut(pressed("s", "KeyS"), { letter: "s" }, true)).toBe(false);
  expect(isShortcut({ ...command, ctrlKey: true }, { letter: "s" }, true)).toBe(false);
});

test("Shift counts where the shortcut asks for it", () => {
  const both = pressed("V", "KeyV", { shiftKey: true });
  expect(isShortcut(both, { letter: "v", shift: true }, false)).toBe(true);
  expect(isShortcut(pressed("v", "KeyV"), { letter: "v", shift: true }, false)).toBe(false);
});

test("a shortcut is called what the system calls it", () => {
  expect(shortcutNames({ letter: "b" }, false)).toEqual({ shown: "Ctrl+B", aria: "Control+B" });
  expect(shortcutNames({ letter: "b" }, true)).toEqual({ shown: "⌘B", aria: "Meta+B" });
});

test.each([
  ["an Enter by itself", { isComposing: false, keyCode: 13 }, false],
  ["the Enter of a composition", { isComposing: true, keyCode: 229 }, true],
  ["the Enter of a composition, by its flag alone", { isComposing: true, keyCode: 13 }, true],
  ["the Enter that ended one, as Safari sends it", { isComposing: false, keyCode: 229 }, true],
])("%s: composing %o is %s", (_, event, expected) => {
  expect(isComposing(event)).toBe(expected);
});

test("an arrow with Alt is the browser's", () => {
  const arrow = { ...none, key: "ArrowLeft" };
  expect(isBare(arrow)).toBe(true);
  for (const modifier of ["altKey", "ctrlKey", "metaKey"]) {
    expect(isBare({ ...arrow, [modifier]: true })).toBe(false);
  }
});

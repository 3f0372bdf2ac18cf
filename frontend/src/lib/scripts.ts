const european = /^(?:\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic}|\P{L})*$/u;
const eastAsian =
  /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Bopomofo}|ー|\P{L})*$/u;

/** Whether all letters of a text belong to scripts that have italics and separate letters. */
export function isEuropean(text: string): boolean {
  return european.test(text);
}

/** Whether all letters of a text are Chinese, Japanese or Korean. */
export function isEastAsian(text: string): boolean {
  return eastAsian.test(text);
}

/** The class for a title or heading whose letters are tall or joined, and need more room. */
export function roomFor(text: string): "roomy" | undefined {
  return isEuropean(text) ? undefined : "roomy";
}

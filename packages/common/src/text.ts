// What the server does to texts, done the same way here.

/**
 * Removes the white space around a text: Unicode's `White_Space`, which differs slightly from what
 * `String.prototype.trim` removes.
 */
export function trim(text: string): string {
  // Each of these characters is one UTF-16 unit. A regular expression for the end would take
  // quadratic time on a long run of white space elsewhere.
  let end = text.length;
  while (end > 0 && isWhiteSpace(text.charAt(end - 1))) end -= 1;
  let start = 0;
  while (start < end && isWhiteSpace(text.charAt(start))) start += 1;
  return text.slice(start, end);
}

function isWhiteSpace(character: string): boolean {
  return /\p{White_Space}/u.test(character);
}

/**
 * Replaces each half of a character with U+FFFD, as the server does. A text field with a limit
 * leaves one where it cuts an emoji. `String.prototype.toWellFormed` does the same in newer
 * browsers.
 */
export function wellFormed(text: string): string {
  // It matches by code points, so the two halves of a pair are never matched.
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}

/** Makes the capital letters of ASCII lower-case, and no others. */
export function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The number of Unicode scalar values. */
export function length(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** For zod's `error`: one message for what is absent or null, another for what has a wrong type. */
export function oneOf(
  required: string,
  type: string,
): (issue: { readonly input: unknown }) => string {
  return (issue) => (issue.input === undefined || issue.input === null ? required : type);
}

// What the server does to texts, done the same way here.

/**
 * Without the white space around it: Unicode's `White_Space`, which is not quite what
 * `String.prototype.trim` takes for white space.
 */
export function trim(text: string): string {
  // Every such character is one unit of UTF-16. A regular expression for the end would take
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
 * With U+FFFD in the place of each half of a character, as the server reads it. A text field with
 * a limit leaves one where it cuts an emoji. `String.prototype.toWellFormed` does the same, in
 * browsers that are young enough.
 */
export function wellFormed(text: string): string {
  // By code points: of a pair there is none of this category.
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}

/** The capital letters of ASCII made small, and no others. */
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

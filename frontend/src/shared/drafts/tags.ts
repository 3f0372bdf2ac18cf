/** How many tags a post can have. */
export const mostTags = 5;

/** How many characters a tag can have. */
const longest = 50;

/** A tag as the server keeps it: without a `#`, and with one space between words. Null if it can't be one. */
export function tagOf(text: string): string | null {
  const label = text.trim().replace(/^#+/, "").split(/\s+/).filter(Boolean).join(" ").normalize("NFC");
  const length = Array.from(label).length;
  const isGood = length >= 1 && length <= longest && !/[\p{Cc}/\\,"<>]|^\.+$/u.test(label);
  return isGood ? label : null;
}

/** The same for all spellings of a tag. */
export function tagKey(text: string): string {
  const label = tagOf(text) ?? text;
  // Letter by letter, so that the sigma at the end of a word is like any other.
  return Array.from(label.toUpperCase(), (letter) => letter.toLowerCase()).join("").normalize("NFC");
}

/** The tags with one more. Null if it can't be one, and the same tags if it is there in another spelling. */
export function withTag(tags: readonly string[], text: string): readonly string[] | null {
  const tag = tagOf(text);
  if (tag === null) return null;
  const key = tagKey(tag);
  return tags.some((other) => tagKey(other) === key) ? tags : [...tags, tag];
}

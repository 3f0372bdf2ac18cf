// Adults read prose silently at about 238 words a minute (Brysbaert 2019), and Chinese or
// Japanese at some 500 characters, which have no spaces to count words by.
const wordsPerMinute = 238;
const charactersPerMinute = 500;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/** How long a text takes to read, in whole minutes, at least one. */
export function readingMinutes(markdown: string): number {
  const characters = markdown.match(unspaced)?.length ?? 0;
  const words =
    markdown.replace(unspaced, " ").match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;
  return Math.max(1, Math.round(words / wordsPerMinute + characters / charactersPerMinute));
}

/** The beginning of a text in plain words: Markdown's signs are no good in one line of prose. */
export function plainExcerpt(markdown: string, limit = 240): string {
  const plain = markdown
    // Long texts have long code; what matters is at the beginning.
    .slice(0, 4_000)
    .replace(/^(```|~~~)[^\n]*\n[\s\S]*?(?:^\1[^\n]*$|$(?![\s\S]))/gm, " ")
    .replace(/^\s*\[\^?[^\]]+\]:.*$/gm, " ")
    .replace(/!\[[^\]]*\]\([^)]*\)/g, " ")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^\s*\|?\s*:?-{3,}.*$/gm, " ")
    .replace(/^ {0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+(?:\[[ xX]\]\s+)?|\d+[.)]\s+)/gm, "")
    .replace(/(\*\*|__|~~|`)(?=\S)([\s\S]*?\S)\1/g, "$2")
    .replace(/(?<![\p{L}\p{N}])[*_](?=\S)([^*_\n]*\S)[*_](?![\p{L}\p{N}])/gu, "$1")
    .replace(/\s*\|\s*/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const characters = Array.from(plain);
  if (characters.length <= limit) return plain;
  const cut = characters.slice(0, limit).join("");
  // A word that is cut in two is worse than a line that is a little shorter.
  const space = cut.lastIndexOf(" ");
  return `${space > limit / 2 ? cut.slice(0, space) : cut}…`;
}

/** How many words a text has. Scripts without spaces need the browser's knowledge of words. */
export function countWords(text: string): number {
  const { Segmenter } = Intl as Partial<typeof Intl>;
  if (!Segmenter) return text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’_-]*/gu)?.length ?? 0;
  let words = 0;
  for (const { isWordLike } of new Segmenter(undefined, { granularity: "word" }).segment(text)) {
    if (isWordLike === true) words += 1;
  }
  return words;
}

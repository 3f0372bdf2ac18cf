// What is shown as part of the character before it: accents, vowel signs, skin tones, joiners.
const continues = /^[\p{M}\p{Emoji_Modifier}\u200d]/u;

/**
 * A text of at most so many characters: whole, or as many whole words as there is room for, and an
 * ellipsis. The server cuts excerpts to the character.
 */
export function shorten(text: string, limit: number): string {
  const characters = Array.from(text);
  if (characters.length <= limit) return text;
  // The ellipsis takes the place of one.
  const cut = characters.slice(0, limit - 1);
  const space = characters[cut.length] === " " ? cut.length : cut.lastIndexOf(" ");
  // A word that is cut in two is worse than a line that is a little shorter, but half of the room is
  // not given up for a long word, or for a script without spaces.
  const end = space >= limit / 2 ? space : wholeCharacters(characters, cut.length);
  return `${characters.slice(0, end).join("").trimEnd()}…`;
}

/** Where to cut, at this place or before, so that no character is cut in two. */
function wholeCharacters(characters: readonly string[], place: number): number {
  let end = place;
  while (
    end > 0 &&
    (continues.test(characters[end] ?? "") || characters[end - 1] === "\u200d")
  ) {
    end -= 1;
  }
  return end > 0 ? end : place;
}

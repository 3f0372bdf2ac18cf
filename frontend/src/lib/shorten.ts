// Characters shown as part of the one before: accents, vowel signs, skin tones, joiners.
const continues = /^[\p{M}\p{Emoji_Modifier}\u200d]/u;

/**
 * Shortens a text to a number of characters: it stays whole if it fits. Otherwise it is cut after a
 * word and gets an ellipsis. The server cuts excerpts at any character.
 */
export function shorten(text: string, limit: number): string {
  const characters = Array.from(text);
  if (characters.length <= limit) return text;
  // The ellipsis takes up one.
  const cut = characters.slice(0, limit - 1);
  const space = characters[cut.length] === " " ? cut.length : cut.lastIndexOf(" ");
  // A line that is a little shorter is better than a word cut in two, but not if a long word or a
  // script without spaces would cost half of the room.
  const end = space >= limit / 2 ? space : wholeCharacters(characters, cut.length);
  return `${characters.slice(0, end).join("").trimEnd()}…`;
}

/** Where to cut, here or earlier, so that no character is split. */
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

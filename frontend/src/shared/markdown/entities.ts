/** The names of HTML's characters: 2,125 of them, and hardly a post has one. */
let known: Readonly<Record<string, string>> = {};

/** Whether a text may have a character by its name, such as `&copy;`. */
export function namesEntities(markdown: string): boolean {
  return /&[a-z]/i.test(markdown);
}

/** Gets the names. */
export async function loadEntities(): Promise<void> {
  known = (await import("character-entities")).characterEntities;
}

/**
 * The character of a name, or false. The parser of the worker uses this in place of the package of
 * the same name, which would ask a document, or bring all the names at once: `vite.config.ts`.
 */
export function decodeNamedCharacterReference(name: string): string | false {
  return Object.hasOwn(known, name) ? (known[name] ?? false) : false;
}

import { diffLines, diffWordsWithSpace } from "diff";
import { diff3Merge } from "node-diff3";

import { sameCover, sameTags, type Text, textOf } from "../../shared/drafts/text.ts";

/** Two versions of one text made into one. */
export interface Merged {
  readonly text: Text;
  /** How many places are marked for the writer to decide. */
  readonly conflicts: number;
  /** The other title, when both were changed: of one line, two cannot stand side by side. */
  readonly otherTitle: string | null;
}

const begin = "<<<<<<< Yours";
const middle = "=======";
const end = ">>>>>>> From elsewhere";

const marks = new RegExp(`^(?:${begin}|${end})$`, "m");

/**
 * Whether a text has places that a merge left to the writer. Only the very lines that a merge
 * writes count: a post may well be about the marks of others.
 */
export function hasConflictMarks(content: string): boolean {
  return marks.test(content);
}

/** Where the next such place is, after a position or else from the start. */
export function nextConflict(
  content: string,
  after: number,
): { readonly start: number; readonly end: number } | null {
  const start = indexOfLine(content, begin, after) ?? indexOfLine(content, begin, 0);
  // Its first line may be gone already.
  const first = start ?? indexOfLine(content, end, 0);
  if (first === null) return null;
  const last = indexOfLine(content, end, first);
  const from = last ?? first;
  const lineEnd = content.indexOf("\n", from);
  return { start: first, end: lineEnd === -1 ? content.length : lineEnd };
}

function indexOfLine(content: string, line: string, from: number): number | null {
  const found = new RegExp(`^${line}$`, "gm");
  found.lastIndex = from;
  return found.exec(content)?.index ?? null;
}

/** Brings both sides' changes together, line by line; what both changed is marked. */
export function merge(base: Text, mine: Text, theirs: Text): Merged {
  let conflicts = 0;
  const parts = diff3Merge(
    mine.content.split("\n"),
    base.content.split("\n"),
    theirs.content.split("\n"),
    {
      excludeFalseConflicts: true,
    },
  );
  const content = parts.flatMap((part) => {
    if (part.ok) return part.ok;
    if (!part.conflict) return [];
    conflicts += 1;
    return [begin, ...part.conflict.a, middle, ...part.conflict.b, end];
  });
  const title = mine.title === base.title ? theirs.title : mine.title;
  const bothRenamed =
    mine.title !== base.title && theirs.title !== base.title && mine.title !== theirs.title;
  // The tags and the cover are chosen as a whole, and the writer sees them when publishing.
  const { tags } = sameTags(mine.tags, base.tags) ? theirs : mine;
  const { cover } = sameCover(mine.cover, base.cover) ? theirs : mine;
  return {
    text: textOf({ title, content: content.join("\n"), tags, cover }),
    conflicts,
    otherTitle: bothRenamed ? theirs.title : null,
  };
}

/** A part of a text, and whether it is new, old, or as it was. */
export interface Change {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** Word by word would take too long on longer texts, and help nobody. */
const longestByWords = 20_000;
/** What stays the same is shown only near what does not. */
const context = 90;

/** From one text to another, with what stays the same cut short. */
export function changes(before: string, after: string): Change[] {
  const byWords = before.length + after.length <= longestByWords;
  const parts =
    (byWords ? diffWordsWithSpace(before, after, { timeout: 300 }) : undefined) ??
    diffLines(before, after, { timeout: 1_000 }) ??
    [];
  if (parts.length === 0 && before !== after) {
    // It took too long: then all of it.
    return [
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ];
  }
  return parts.map(({ value, added, removed }, index) => {
    if (added) return { kind: "added", text: value };
    if (removed) return { kind: "removed", text: value };
    return { kind: "same", text: shorten(value, index === 0, index === parts.length - 1) };
  });
}

function shorten(text: string, isFirst: boolean, isLast: boolean): string {
  if (text.length <= 2.5 * context) return text;
  const head = isFirst ? "" : text.slice(0, context);
  const tail = isLast ? "" : text.slice(-context);
  return `${head} … ${tail}`;
}

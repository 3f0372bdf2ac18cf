/** Which way a text runs. */
export type Direction = "ltr" | "rtl";

// The blocks that Unicode keeps for scripts that run from right to left, and the mark that says so.
const rightToLeft =
  /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const strong = /[\p{L}\u200e\u200f]/u;

/** The direction of a text's first letter, as `dir="auto"` would have it, or nothing without one. */
export function directionOf(text: string): Direction | undefined {
  const first = strong.exec(text)?.[0];
  if (first === undefined) return undefined;
  return rightToLeft.test(first) ? "rtl" : "ltr";
}

const controls = /[\u202a-\u202e\u2066-\u2069]/;
const popIsolate = "\u2069";
const popEmbedding = "\u202c";

/**
 * A text that ends every change of direction that it begins, and none that it did not begin. Without
 * that, one invisible character turns the rest of the line around, out of a `<bdi>` too.
 */
export function balanced(text: string): string {
  if (!controls.test(text)) return text;
  const open: string[] = [];
  let result = "";
  for (const character of text) {
    if (/[\u202a\u202b\u202d\u202e]/.test(character)) open.push(popEmbedding);
    else if (/[\u2066-\u2068]/.test(character)) open.push(popIsolate);
    else if (character === popEmbedding) {
      if (open.at(-1) !== popEmbedding) continue;
      open.pop();
    } else if (character === popIsolate) {
      const from = open.lastIndexOf(popIsolate);
      if (from < 0) continue;
      // It ends the embeddings inside, too.
      open.splice(from);
    }
    result += character;
  }
  return result + open.reverse().join("");
}

/** A text within a plain one, such as a page's title, that leaves the words around it where they are. */
export function isolated(text: string): string {
  if (!controls.test(text) && !rightToLeft.test(text)) return text;
  return `\u2068${balanced(text)}\u2069`;
}

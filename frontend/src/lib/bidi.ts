/** The direction in which a text runs. */
export type Direction = "ltr" | "rtl";

// The blocks that Unicode reserves for right-to-left scripts, and the right-to-left mark.
const rightToLeft =
  /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const strong = /[\p{L}\u200e\u200f]/u;

/**
 * The direction of the first letter of a text, as with `dir="auto"`, or undefined if it has no
 * letter.
 */
export function directionOf(text: string): Direction | undefined {
  const first = strong.exec(text)?.[0];
  if (first === undefined) return undefined;
  return rightToLeft.test(first) ? "rtl" : "ltr";
}

const controls = /[\u202a-\u202e\u2066-\u2069]/;
const popIsolate = "\u2069";
const popEmbedding = "\u202c";

/**
 * A text that ends every change of direction that it starts, and no other. Without this, one
 * invisible character can turn the rest of the line around, even from inside a `<bdi>`.
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
      // It also ends the embeddings inside.
      open.splice(from);
    }
    result += character;
  }
  return result + open.reverse().join("");
}

/**
 * A text to be placed in plain text, such as a page's title, without changing the direction of the
 * words around it.
 */
export function isolated(text: string): string {
  if (!controls.test(text) && !rightToLeft.test(text)) return text;
  return `\u2068${balanced(text)}\u2069`;
}

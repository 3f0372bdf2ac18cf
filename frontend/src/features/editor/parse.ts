import type { Nodes, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { cjkFriendlyExtension } from "micromark-extension-cjk-friendly";
import { gfmStrikethroughCjkFriendly } from "micromark-extension-cjk-friendly-gfm-strikethrough";
import { gfm } from "micromark-extension-gfm";

/** No honest text is nested deeper; what is would be too deep for the stack somewhere. */
const deepest = 100;

/** One tilde strikes nothing out: Korean and Japanese write ranges with it, such as 9~10시. */
const twoTildes = { singleTilde: false };

/**
 * GitHub's Markdown with the CJK-friendly amendments: CommonMark's rule for emphasis looks for spaces
 * and punctuation, and Chinese, Japanese and Korean have theirs elsewhere. The amendments must come
 * after what they amend.
 */
const syntax = [
  gfm(twoTildes),
  cjkFriendlyExtension(),
  gfmStrikethroughCjkFriendly(twoTildes),
];

/**
 * A text's structure, or nothing when it is nested too deeply.
 *
 * Some texts take the parser quadratic time: where others' texts are shown, it runs in a worker
 * and has a deadline.
 */
export function parse(markdown: string, keepPlaces = false): Root | undefined {
  let root: Root;
  try {
    root = fromMarkdown(markdown, {
      extensions: syntax,
      mdastExtensions: [gfmFromMarkdown()],
    });
  } catch (error) {
    // The parser's own stack was not deep enough.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return trim(root, keepPlaces) ? root : undefined;
}

/** Takes away what readers do not need, places in the text; false when the tree is too deep. */
function trim(root: Root, keepPlaces: boolean): boolean {
  let level: Nodes[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return false;
    const below: Nodes[] = [];
    for (const node of level) {
      if (!keepPlaces) delete node.position;
      if ("children" in node) for (const child of node.children) below.push(child);
    }
    level = below;
  }
  return true;
}

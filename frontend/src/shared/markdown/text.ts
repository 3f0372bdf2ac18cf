import type { Nodes } from "mdast";

import { type Direction, directionOf } from "../../lib/bidi.ts";
import { isEastAsian, isEuropean } from "../../lib/scripts.ts";

/** What a part of a post says, without its marks, its pictures and its notes. */
export function textOf(node: Nodes): string {
  if (node.type === "footnoteDefinition" || node.type === "definition") return "";
  if ("children" in node) return (node.children as Nodes[]).map(textOf).join("");
  if (node.type === "break") return " ";
  return "value" in node ? node.value : "";
}

/**
 * The direction of a part's first letter, or nothing without one. Code does not count: it runs from
 * left to right in every language.
 */
export function directionIn(node: Nodes): Direction | undefined {
  if (node.type === "text" || node.type === "html") return directionOf(node.value);
  if (!("children" in node)) return undefined;
  for (const child of node.children) {
    // Notes are shown elsewhere, and have a direction of their own.
    const direction = child.type === "footnoteDefinition" ? undefined : directionIn(child);
    if (direction !== undefined) return direction;
  }
  return undefined;
}

/**
 * How a text is emphasized. Few scripts have italics, and a browser would slant the others by force:
 * Chinese, Japanese and Korean have dots for it, and the rest is set a little heavier.
 */
export function emphasisOf(text: string): "dots" | "weight" | undefined {
  if (isEuropean(text)) return undefined;
  return isEastAsian(text) ? "dots" : "weight";
}

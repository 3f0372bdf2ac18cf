import type { Heading, Nodes, Root } from "mdast";

/**
 * The level of each heading of a post. They stand below the page's own, and no level is left out,
 * whatever the writer chose: people who read by headings would look for what is missing.
 */
export function headingLevels(root: Root): ReadonlyMap<Heading, number> {
  const levels = new Map<Heading, number>();
  // The writer's levels that enclose the place where we are.
  const open: number[] = [];
  for (const heading of headings(root)) {
    while (open.length > 0 && (open.at(-1) ?? 0) >= heading.depth) open.pop();
    open.push(heading.depth);
    levels.set(heading, Math.min(6, open.length + 1));
  }
  return levels;
}

function* headings(node: Nodes): Generator<Heading> {
  if (node.type === "heading") yield node;
  else if ("children" in node) for (const child of node.children) yield* headings(child);
}

import type { Element, Root, RootContent } from "hast";

/**
 * Headings of a post stand below the page's own, and no level is left out, whatever the writer
 * chose: people who read by headings would look for what is missing.
 */
export function rehypeHeadings() {
  return (tree: Root): void => {
    // The writer's levels that enclose the place where we are.
    const open: number[] = [];
    for (const heading of headings(tree.children)) {
      const level = Number(heading.tagName.slice(1));
      while (open.length > 0 && (open.at(-1) ?? 0) >= level) open.pop();
      open.push(level);
      heading.tagName = `h${Math.min(6, open.length + 1)}`;
    }
  };
}

function headings(nodes: readonly RootContent[]): Element[] {
  return nodes.flatMap((node) => {
    if (node.type !== "element") return [];
    return /^h[1-6]$/.test(node.tagName) ? [node] : headings(node.children);
  });
}

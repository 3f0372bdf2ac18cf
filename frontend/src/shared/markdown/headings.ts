import type { Heading, Nodes, Root } from "mdast";

import { slugOf } from "./slug.ts";
import { textOf } from "./text.ts";

/**
 * The level of each heading of a post. They stand below the page's own, and no level is left out,
 * whatever the writer chose: people who read by headings would look for what is missing. From 2 to 7.
 */
export function headingLevels(root: Root): ReadonlyMap<Heading, number> {
  const levels = new Map<Heading, number>();
  // The writer's levels that enclose the place where we are.
  const open: number[] = [];
  for (const heading of headings(root)) {
    while (open.length > 0 && (open.at(-1) ?? 0) >= heading.depth) open.pop();
    open.push(heading.depth);
    levels.set(heading, open.length + 1);
  }
  return levels;
}

/** The name of each heading of a post, by which links lead to it; no two have the same. */
export function headingNames(root: Root): ReadonlyMap<Heading, string> {
  const names = new Map<Heading, string>();
  const taken = new Map<string, number>();
  for (const heading of headings(root)) {
    const slug = usable(slugOf(textOf(heading).trim()));
    let name = slug;
    // As GitHub does: the second of two is called -1.
    while (taken.has(name)) {
      const count = (taken.get(slug) ?? 0) + 1;
      taken.set(slug, count);
      name = `${slug}-${count}`;
    }
    taken.set(name, 0);
    names.set(heading, name);
  }
  return names;
}

/** A heading of emoji alone has no slug, and one called "fn 1" has a footnote's. */
function usable(slug: string): string {
  if (/^-*$/.test(slug)) return "section";
  return /^fn(?:ref)?-\d/.test(slug) ? `section-${slug}` : slug;
}

function* headings(node: Nodes): Generator<Heading> {
  if (node.type === "heading") yield node;
  else if ("children" in node) for (const child of node.children) yield* headings(child);
}

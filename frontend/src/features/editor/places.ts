import type { Nodes, Parent } from "mdast";

import { parse } from "./parse.ts";

/** A stretch of a text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type Mark = "strong" | "emphasis" | "delete" | "link" | "image" | "code" | "other";

/** Something inline that has signs around it, or is nothing but signs. */
export interface Span extends Range {
  readonly mark: Mark;
  /** What stands between the signs; nothing where it cannot have signs of its own. */
  readonly inner: Range | undefined;
  /** The words of it without their signs. */
  readonly words: string;
}

/** Words without signs, and everything around them. */
interface Words extends Range {
  readonly marks: ReadonlySet<Mark>;
}

/** A paragraph, a heading or a table's cell: signs of one cannot be closed in another. */
export interface Leaf extends Range {
  readonly spans: readonly Span[];
  readonly words: readonly Words[];
}

export interface Places {
  readonly leaves: readonly Leaf[];
  /** Blocks of code, with their fences. */
  readonly blocks: readonly Range[];
}

/** From here on, only what is near the selection is parsed: it is done at the press of a key. */
const long = 60_000;
const near = 20_000;

/** Where in a text, around a selection, its paragraphs and signs stand. */
export function placesIn(text: string, start: number, end: number): Places {
  let [from, to] = [0, text.length];
  if (text.length > long) {
    const gap = start > near ? text.lastIndexOf("\n\n", start - near) : -1;
    if (gap !== -1) from = gap + 2;
    const stop = text.indexOf("\n\n", end + near);
    if (stop !== -1) to = stop;
  }
  const root = parse(text.slice(from, to), true);
  const leaves: Leaf[] = [];
  const blocks: Range[] = [];
  if (root) collect(root, text, from, leaves, blocks);
  return { leaves, blocks };
}

function collect(
  node: Nodes,
  text: string,
  shift: number,
  leaves: Leaf[],
  blocks: Range[],
): void {
  if (node.type === "paragraph" || node.type === "heading" || node.type === "tableCell") {
    const range = inner(node, shift);
    if (!range) return;
    const leaf = { ...range, spans: [] as Span[], words: [] as Words[] };
    for (const child of node.children) read(child, text, shift, new Set(), leaf);
    leaves.push(leaf);
  } else if (node.type === "code") {
    const range = outer(node, shift);
    if (range) blocks.push(range);
  } else if ("children" in node) {
    for (const child of node.children) collect(child, text, shift, leaves, blocks);
  }
}

const marks: Partial<Record<Nodes["type"], Mark>> = {
  strong: "strong",
  emphasis: "emphasis",
  delete: "delete",
  link: "link",
  linkReference: "link",
  image: "image",
  imageReference: "image",
  inlineCode: "code",
};

function read(
  node: Nodes,
  text: string,
  shift: number,
  around: ReadonlySet<Mark>,
  leaf: { readonly spans: Span[]; readonly words: Words[] },
): void {
  const range = outer(node, shift);
  // A bare address in a text may have no place.
  if (!range) return;
  if (node.type === "text") {
    leaf.words.push({ ...range, marks: around });
    return;
  }
  if (node.type === "break") return;
  const mark = marks[node.type] ?? "other";
  const within = new Set([...around, mark]);
  const children = "children" in node ? node.children : [];
  // An address by itself has no brackets around its words.
  const isBare = mark === "link" && text[range.start] !== "[";
  leaf.spans.push({
    ...range,
    mark,
    inner: children.length > 0 && !isBare ? inner(node as Parent, shift) : undefined,
    words: wordsOf(node),
  });
  if (children.length === 0 || isBare) leaf.words.push({ ...range, marks: within });
  else for (const child of children) read(child, text, shift, within, leaf);
}

function wordsOf(node: Nodes): string {
  if ("value" in node) return node.value;
  if ("alt" in node) return node.alt ?? "";
  return "children" in node ? node.children.map(wordsOf).join("") : "";
}

function outer({ position }: Nodes, shift: number): Range | undefined {
  const [start, end] = [position?.start.offset, position?.end.offset];
  return start === undefined || end === undefined
    ? undefined
    : { start: start + shift, end: end + shift };
}

function inner(node: Parent, shift: number): Range | undefined {
  const whole = outer(node as Nodes, shift);
  const [first, last] = [node.children[0], node.children.at(-1)];
  if (!whole || !first || !last) return undefined;
  return {
    start: outer(first, shift)?.start ?? whole.start,
    end: outer(last, shift)?.end ?? whole.end,
  };
}

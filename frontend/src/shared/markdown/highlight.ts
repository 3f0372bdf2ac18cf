import type { RootContent } from "hast";
import { common, createLowlight } from "lowlight";
import { createElement, type ReactNode } from "react";

// A file of its own: it comes only with a post that has code.
const lowlight = createLowlight(common);

/** Colours of longer code are not worth the wait. */
const longest = 30_000;

/** Code in the colours of its language, where that is known. */
export function highlight(code: string, language: string): ReactNode {
  const name = language.toLowerCase();
  if (code.length > longest || !lowlight.registered(name)) return code;
  return lowlight.highlight(name, code).children.map(show);
}

function show(node: RootContent, key: number): ReactNode {
  if (node.type === "text") return node.value;
  if (node.type !== "element") return null;
  const names = node.properties.className;
  const className = Array.isArray(names) ? names.join(" ") : undefined;
  return createElement("span", { key, className }, node.children.map(show));
}

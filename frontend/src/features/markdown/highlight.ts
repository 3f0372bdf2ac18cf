import type { Element, ElementContent, Root, RootContent } from "hast";
import { common, createLowlight } from "lowlight";

// A file of its own: it comes only with a post that has code.
const lowlight = createLowlight(common);

/** Colours of longer code are not worth the wait. */
const longest = 30_000;

/** Colours the code whose language is named and known. */
export function rehypeHighlight() {
  return (tree: Root): void => {
    for (const code of codeBlocks(tree.children)) {
      const language = languageOf(code);
      const [text] = code.children;
      if (language === undefined || text?.type !== "text" || !lowlight.registered(language))
        continue;
      if (text.value.length > longest) continue;
      code.children = lowlight.highlight(language, text.value).children as ElementContent[];
    }
  };
}

function codeBlocks(nodes: readonly RootContent[]): Element[] {
  return nodes.flatMap((node) => {
    if (node.type !== "element") return [];
    const [first] = node.children;
    if (node.tagName === "pre" && first?.type === "element" && first.tagName === "code")
      return [first];
    return codeBlocks(node.children);
  });
}

function languageOf(code: Element): string | undefined {
  const names = code.properties.className;
  if (!Array.isArray(names)) return undefined;
  const name = names.map(String).find((word) => word.startsWith("language-"));
  return name?.slice("language-".length).toLowerCase();
}

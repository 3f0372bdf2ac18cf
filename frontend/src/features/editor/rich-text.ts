import type { Element, ElementContent, Nodes, Properties, Root, RootContent } from "hast";
import { fromHtml } from "hast-util-from-html";
import { defaultHandlers, type Handle, toMdast } from "hast-util-to-mdast";
import type * as Mdast from "mdast";
import { gfmFootnoteToMarkdown } from "mdast-util-gfm-footnote";
import { gfmStrikethroughToMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmTableToMarkdown } from "mdast-util-gfm-table";
import { gfmTaskListItemToMarkdown } from "mdast-util-gfm-task-list-item";
import { toMarkdown } from "mdast-util-to-markdown";

import { parse } from "./parse.ts";
import type { Pasted } from "./paste.ts";

/**
 * The Markdown of HTML from the clipboard; what it has none for is left out.
 *
 * Nothing of it is run or fetched. The browser's own parser would say in the console that the
 * Content-Security-Policy forbids every style in it.
 */
export function fromRichText(html: string): Pasted {
  const tree = fromHtml(html, { fragment: true });
  const children = flow(clean(tree.children, {}));
  const mdast = toMdast({ type: "root", children }, { handlers, document: true }) as Mdast.Root;
  tidy(mdast);
  const [first] = mdast.children;
  const inline = mdast.children.length === 1 && first?.type === "paragraph";
  return {
    text: write(mdast),
    inline,
    plain:
      (inline &&
        first.children.every(({ type }) => type === "text") &&
        !hasWordsForPictures(tree)) ||
      isEditor(tree) ||
      isSource(tree),
  };
}

// From what programs write to what they mean

/** What surrounds a node. */
interface Around {
  readonly heading?: boolean;
  readonly cell?: boolean;
  readonly link?: boolean;
  readonly language?: string | undefined;
  readonly marks?: readonly Mark[];
  /** Whether line breaks in the text are shown as such. */
  readonly keepsLines?: boolean;
}

type Mark = "strong" | "em" | "del" | "code";
type Styles = ReadonlyMap<string, string>;

const set = (names: string) => new Set(names.split(" "));

const dropped = set(
  "script style meta link title head template noscript svg object embed iframe frame audio video canvas map select button textarea dialog col colgroup caption area base",
);
const inline = set(
  "span font b strong i em s strike del code tt kbd samp u ins mark big small sup sub abbr label time o:p bdi bdo cite dfn var q center nobr",
);
const blocks = set(
  "blockquote div dl h1 h2 h3 h4 h5 h6 hr li ol p pre section table ul article footnote-definition details",
);
/** What Markdown has a form for. */
const kept = set("dl dt dd");
/** What holds paragraphs, or is one. */
const frames = set(
  "p div article section main aside header footer nav figure figcaption form fieldset address details summary",
);
/** Blocks whose look is the writer's; that of others, such as quotes, is the page's. */
const styled = set("p div section article main aside header footer ul ol li td dd");
/** What says something without words. */
const alone = set("img input hr footnote-reference pre");
const tags: Partial<Record<string, Mark>> = {
  b: "strong",
  strong: "strong",
  i: "em",
  em: "em",
  s: "del",
  strike: "del",
  del: "del",
  code: "code",
  tt: "code",
  kbd: "code",
  samp: "code",
};

const text = (value: string): ElementContent => ({ type: "text", value });

function element(
  tagName: string,
  children: ElementContent[],
  properties: Properties = {},
): Element {
  return { type: "element", tagName, properties, children };
}

function isElement(node: Nodes | undefined, ...names: string[]): node is Element {
  return node?.type === "element" && (names.length === 0 || names.includes(node.tagName));
}

const isBlock = (node: Nodes) => isElement(node) && blocks.has(node.tagName);
/** Whether it stands on lines of its own in HTML. */
const isFrame = (node: Nodes) =>
  isElement(node) && (blocks.has(node.tagName) || frames.has(node.tagName) || /^(?:tbody|t[drh]|d[dt])$/.test(node.tagName));
const isBlank = (node: Nodes) => node.type === "text" && /^\s*$/.test(node.value);

function hasContent(nodes: readonly Nodes[]): boolean {
  return nodes.some((node) => {
    if (node.type === "text") return node.value.trim() !== "";
    if (!isElement(node)) return false;
    return alone.has(node.tagName) || hasContent(node.children);
  });
}

function clean(nodes: readonly (ElementContent | RootContent)[], around: Around): ElementContent[] {
  const cleaned: ElementContent[] = [];
  const hasFrames = nodes.some(isFrame);
  for (const node of nodes) {
    if (node.type === "text") {
      // Programs keep spaces apart with others that do not break.
      const value = node.value.replace(/\u00a0+(?= )|(?<= )\u00a0+|\u00a0{2,}/g, " ");
      // Between blocks there is nothing that a line could break.
      const isBetween = hasFrames && value.trim() === "";
      const keepsLines = around.keepsLines === true && !isBetween;
      cleaned.push(...(keepsLines ? withBreaks(value, around) : [text(value)]));
    } else if (node.type === "element") {
      cleaned.push(...cleanElement(node, around));
    }
  }
  return lists(joined(cleaned));
}

/** A text whose line breaks are shown, as its style says. */
function withBreaks(value: string, around: Around): ElementContent[] {
  const rows = value.split("\n");
  return rows.flatMap((row, index) => {
    // White space beside a line break says nothing.
    const behind = index === rows.length - 1 ? row : row.trimEnd();
    if (index === 0) return [text(behind)];
    return [around.cell ? text(" ") : element("br", []), text(behind.trimStart())];
  });
}

/** Whether line breaks in an element's text are shown as such. */
function keepsLines(style: Styles, around: Around): boolean {
  const value = `${style.get("white-space") ?? ""} ${style.get("white-space-collapse") ?? ""}`;
  if (/\b(?:pre|pre-wrap|pre-line|break-spaces|preserve|preserve-breaks)(?![\w-])/.test(value)) return true;
  if (/\b(?:normal|nowrap|initial|collapse|preserve-spaces)(?![\w-])/.test(value)) return false;
  return around.keepsLines ?? false;
}

function cleanElement(node: Element, outside: Around): ElementContent[] {
  const { tagName } = node;
  const style = stylesOf(node);
  const around = { ...outside, keepsLines: keepsLines(style, outside) };
  const classes = classesOf(node);
  if (dropped.has(tagName) || isHidden(node, style, classes)) return [];
  if (classes.includes("Apple-converted-space")) return [text(" ")];
  const math = formulaOf(node, classes);
  if (math) return formula(math);
  if (tagName === "br") return [around.cell ? text(" ") : node];
  if (tagName === "hr") return around.cell ? [] : [node];
  if (tagName === "input") {
    const { type, checked } = node.properties;
    return type === "checkbox" ? [element("input", [], { type, checked })] : [];
  }
  if (tagName === "img") return image(node);
  if (tagName === "a") return link(node, around);
  if (tagName === "section" && classes.includes("footnotes")) return footnotes(node);
  const language = languageOf(node) ?? around.language;
  if (tagName === "pre" && !around.cell) return [codeBlock(node, language)];
  if (inline.has(tagName)) return marked(node, style, around);

  const isHeading = /^(?:h\d|th)$/.test(tagName) || classes.includes("MsoTitle");
  const heading = around.heading === true || isHeading;
  const { marks, unmarked, within } = marksWithin(node, style, { ...around, heading });
  const inside = { ...around, language, heading, marks: within };
  if (tagName === "table" && !around.cell) return apart(table(node, inside), unmarked);
  const children = spread(clean(node.children, inside), marks);
  if (around.cell) return [...apart(children, unmarked), text(" ")];
  return apart(block(node, style, classes, children), unmarked);
}

function block(
  node: Element,
  style: Styles,
  classes: readonly string[],
  children: ElementContent[],
): ElementContent[] {
  const { tagName } = node;
  if (tagName === "ul" || tagName === "ol") {
    const { start } = node.properties;
    return [element(tagName, nested(children), start === undefined ? {} : { start })];
  }
  if (tagName === "li") return [item(node, children)];
  if (!hasContent(children)) return [];
  if (/^h\d$/.test(tagName)) return [element(tagName, children)];
  if (tagName === "blockquote") return [element(tagName, flow(children))];
  if (kept.has(tagName)) return [element(tagName, children)];
  if (frames.has(tagName)) return paragraph(node, style, classes, children);
  return children.some(isBlock) ? flow(children) : children;
}

function stylesOf(node: Element): Styles {
  const { style } = node.properties;
  const declarations = typeof style === "string" ? style.split(";") : [];
  return new Map(
    declarations.map((declaration) => {
      const at = declaration.indexOf(":");
      return [
        declaration.slice(0, at).trim().toLowerCase(),
        declaration.slice(at + 1).trim().toLowerCase(),
      ];
    }),
  );
}

function classesOf(node: Element): string[] {
  const { className } = node.properties;
  return Array.isArray(className) ? className.map(String) : [];
}

function isHidden({ properties }: Element, style: Styles, classes: readonly string[]): boolean {
  return (
    (properties.hidden ?? false) !== false ||
    String(properties.ariaHidden) === "true" ||
    style.get("display") === "none" ||
    style.get("mso-hide") === "all" ||
    // The sign before an item of a list, which Word writes out.
    style.get("mso-list") === "ignore" ||
    classes.includes("sr-only")
  );
}

/**
 * The MathML of a formula. KaTeX and Wikipedia hide it behind what they show, or hide what they show
 * from those who hear the page: where both are hidden, the formula would be gone.
 */
function formulaOf(node: Element, classes: readonly string[]): Element | undefined {
  if (node.tagName === "math") return node;
  const isAround = classes.includes("katex") || classes.includes("mwe-math-element");
  if (!isAround) return undefined;
  // Without MathML, what is shown has to do.
  return descendants(node, "math")[0] ?? node;
}

/** As TeX, which readers know, in code, because the site sets no formulas; or else as its words. */
function formula(math: Element): ElementContent[] {
  const annotation = descendants(math, "annotation").find(
    ({ properties }) => properties["encoding"] === "application/x-tex",
  );
  if (!annotation) {
    const words = charactersOf(math).replace(/\s+/g, " ").trim();
    return words === "" ? [] : [text(words)];
  }
  const tex = charactersOf(annotation).replace(/\s+/g, " ").trim();
  // Wikipedia's way to say how large it is.
  const bare = /^\{\\(?:display|text)style ([^]*)\}$/.exec(tex)?.[1]?.trim() ?? tex;
  return bare === "" ? [] : [element("code", [text(bare)])];
}

function charactersOf(node: Element): string {
  return node.children
    .map((child) => {
      if (child.type === "text") return child.value;
      // Other notations of the same formula.
      return isElement(child) && !child.tagName.startsWith("annotation") ? charactersOf(child) : "";
    })
    .join("");
}

const monospace = /monospace|courier|consolas|menlo|monaco|\bmono\b/;

/** A stretch of a line with what its tag and its style say of it. */
function marked(node: Element, style: Styles, around: Around): ElementContent[] {
  const { marks, unmarked, within } = marksWithin(node, style, around);
  let children = clean(node.children, { ...around, marks: within });
  if (node.tagName === "q" && !children.some(isBlock)) {
    children = [text("“"), ...children, text("”")];
  }
  children = spread(children, marks);
  if (unmarked.length === 0 || children.some(isBlock)) return apart(children, unmarked);
  return apart([element("span", children)], unmarked);
}

/** The marks that an element adds and takes away, and those that hold within it. */
function marksWithin(node: Element, style: Styles, around: Around) {
  const outside = around.marks ?? [];
  const unmarked = outside.filter(
    (mark) =>
      (mark === "strong" && /^(?:normal|lighter|[1-5]00)$/.test(style.get("font-weight") ?? "")) ||
      (mark === "em" && style.get("font-style") === "normal"),
  );
  const marks = marksOf(node, style).filter(
    // Headings are bold by themselves.
    (mark) => !(mark === "strong" && around.heading === true) && !outside.includes(mark),
  );
  const within = [...outside.filter((mark) => !unmarked.includes(mark)), ...marks];
  return { marks, unmarked, within };
}

/** Keeps marks from around off what is said not to have them. */
function apart(nodes: ElementContent[], unmarked: Mark[]): ElementContent[] {
  if (unmarked.length === 0) return nodes;
  return nodes.map((node) =>
    isElement(node) ? { ...node, properties: { ...node.properties, unmarked } } : node,
  );
}

function spread(nodes: ElementContent[], marks: readonly Mark[]): ElementContent[] {
  // The last is innermost.
  return marks.reduceRight(spreadOne, nodes);
}

/** Marks the words of each paragraph, because no sign of Markdown reaches beyond one. */
function spreadOne(nodes: ElementContent[], mark: Mark): ElementContent[] {
  if (mark === "code") {
    if (nodes.some(isBlock)) return nodes;
    // Code in a line has no line breaks.
    return rowsOf(nodes).flatMap((row, index) => [
      ...(index === 0 ? [] : [element("br", [])]),
      ...outsideSpace([text(contentOf(row))], (words) => element(mark, words)),
    ]);
  }
  const result: ElementContent[] = [];
  let run: ElementContent[] = [];
  const end = () => {
    result.push(...outsideSpace(run, (words) => element(mark, words)));
    run = [];
  };
  // White space beside line breaks says nothing, and would hide that they are neighbours.
  const words = nodes.filter(
    (node, index) => !(isBlank(node) && isElement(nodes[index - 1], "br") && index < nodes.length - 1),
  );
  for (const [index, node] of words.entries()) {
    if (isElement(node) && (isFrame(node) || [node.properties["unmarked"]].flat().includes(mark))) {
      end();
      result.push(markedWithin(node, mark));
    } else if (isElement(node, "br") && isElement(words[index + 1], "br")) {
      // An empty line, where another paragraph begins.
      end();
      result.push(node);
    } else run.push(node);
  }
  end();
  return result;
}

/** What stands between line breaks. */
function rowsOf(nodes: readonly ElementContent[]): ElementContent[][] {
  const rows: ElementContent[][] = [[]];
  for (const node of nodes) {
    if (isElement(node, "br")) rows.push([]);
    else rows.at(-1)?.push(node);
  }
  return rows;
}

function markedWithin(node: Element, mark: Mark): Element {
  const { tagName, properties } = node;
  const isHeading = /^(?:h\d|th)$/.test(tagName);
  const stays =
    [properties["unmarked"]].flat().includes(mark) ||
    tagName === "pre" ||
    (mark === "strong" && isHeading);
  return stays ? node : { ...node, children: spreadOne(node.children, mark) };
}

function marksOf({ tagName, properties }: Element, style: Styles): Mark[] {
  const weight = style.get("font-weight") ?? "";
  const mark = tags[tagName];
  const marks = new Set<Mark>();
  if (mark) {
    // What Google's documents put around everything.
    const isWrapper =
      tagName === "b" &&
      (weight === "normal" ||
        weight === "400" ||
        String(properties.id).startsWith("docs-internal-guid"));
    if (!isWrapper) marks.add(mark);
  } else if (tagName === "span" || tagName === "font" || styled.has(tagName)) {
    const decoration = `${style.get("text-decoration") ?? ""} ${style.get("text-decoration-line") ?? ""}`;
    if (/^(?:bold|bolder|[6-9]\d\d)$/.test(weight)) marks.add("strong");
    if (/^(?:italic|oblique)/.test(style.get("font-style") ?? "")) marks.add("em");
    if (decoration.includes("line-through")) marks.add("del");
    const isText = !styled.has(tagName);
    if (isText && monospace.test(style.get("font-family") ?? "")) marks.add("code");
  }
  // Code is innermost, because nothing in it is a sign.
  return (["strong", "em", "del", "code"] as const).filter((name) => marks.has(name));
}

/** Wraps words without the white space and the line breaks at their ends. */
function outsideSpace(
  nodes: readonly ElementContent[],
  wrap: (words: ElementContent[]) => ElementContent,
): ElementContent[] {
  const words = [...nodes];
  const before: ElementContent[] = [];
  const behind: ElementContent[] = [];
  for (let first = words[0]; first; first = words[0]) {
    if (isElement(first, "br") || isBlank(first)) before.push(first);
    else {
      if (first.type === "text") {
        const value = first.value.trimStart();
        before.push(text(first.value.slice(0, first.value.length - value.length)));
        words[0] = text(value);
      }
      break;
    }
    words.shift();
  }
  for (let last = words.at(-1); last; last = words.at(-1)) {
    words.pop();
    if (isElement(last, "br") || isBlank(last)) behind.unshift(last);
    else {
      if (last.type === "text") {
        const value = last.value.trimEnd();
        behind.unshift(text(last.value.slice(value.length)));
        last = text(value);
      }
      words.push(last);
      break;
    }
  }
  return [...before, ...(hasContent(words) ? [wrap(words)] : words), ...behind];
}

/** Neighbours with the same mark become one: signs that touch would not be read as signs. */
function joined(nodes: readonly ElementContent[]): ElementContent[] {
  const result: ElementContent[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (
      isElement(node, "strong", "em", "del", "code") &&
      isElement(last, node.tagName)
    ) {
      result[result.length - 1] = element(
        node.tagName,
        joined([...last.children, ...node.children]),
      );
    } else if (!(node.type === "text" && node.value === "")) result.push(node);
  }
  return result;
}

function contentOf(nodes: readonly Nodes[]): string {
  return nodes
    .map((node) => {
      if (node.type === "text") return node.value;
      if (!isElement(node)) return "";
      if (node.tagName === "br") return "\n";
      if (isHidden(node, stylesOf(node), classesOf(node))) return "";
      // Some editors have an element for each line.
      const line = set("div p li tr").has(node.tagName) ? "\n" : "";
      return contentOf(node.children) + line;
    })
    .join("");
}

function languageOf(node: Element): string | undefined {
  const { dataLanguage, dataLang } = node.properties;
  const said = dataLanguage ?? dataLang;
  if (typeof said === "string" && /^[\w+#.-]+$/.test(said)) return said;
  for (const name of classesOf(node)) {
    const found = /^(?:language-|lang-|highlight-source-|brush:)([\w+#.-]+)$/.exec(name)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

function codeBlock(node: Element, around: string | undefined): Element {
  // Beside the code, some pages have its language and a button in it.
  const inner = descendants(node, "code");
  const [first] = inner;
  const language = around ?? (first ? languageOf(first) : undefined);
  const code = contentOf(inner.length === 1 && first ? first.children : node.children).replace(/\u00a0/g, " ").replace(/^\n|\n+$/g, "");
  return element("pre", [
    element("code", [text(code)], language ? { className: [`language-${language}`] } : {}),
  ]);
}

function image({ properties }: Element): ElementContent[] {
  const { src, alt } = properties;
  const words = typeof alt === "string" ? alt.replace(/\s+/g, " ").trim() : "";
  if (hasAddress(src)) return [element("img", [], { src, alt: words })];
  if (words === "" || isOrnament(properties)) return [];
  // An emoji stands among words as a letter does.
  return [text(/[\p{L}\p{N}]/u.test(words) ? ` ${words} ` : words)];
}

/** Whether readers could see a picture: pages may load none from other addresses. */
function hasAddress(src: Properties[string]): src is string {
  return typeof src === "string" && /^https:\/\//i.test(src);
}

/** Pictures that only decorate, and boxes of Google's lists, which are signs of Markdown. */
function isOrnament({ role, ariaRoleDescription }: Properties): boolean {
  return role === "none" || role === "presentation" || String(ariaRoleDescription) === "checkbox";
}

/** Whether words stand for a picture, which the clipboard's plain text does not have. */
function hasWordsForPictures(node: Element | Root): boolean {
  return node.children.some((child) => {
    if (!isElement(child)) return false;
    if (child.tagName === "img") return !hasAddress(child.properties.src) && image(child).length > 0;
    return hasWordsForPictures(child);
  });
}

function link(node: Element, around: Around): ElementContent[] {
  const href = node.properties.href ?? "";
  const note = /#user-content-fn-([\w-]+)$/.exec(href)?.[1];
  if (note !== undefined) return [element("footnote-reference", [], { id: note })];
  if (href.includes('#user-content-fnref-')) return [];
  const children = clean(node.children, { ...around, link: true });
  // The sign beside a heading that leads to itself.
  if (href.includes("#") && /^[\s#¶§🔗]*$/u.test(contentOf(children)) && !children.some((child) => isElement(child, "img"))) return [];
  const address = addressOf(href);
  if (around.link || address === undefined || children.some(isBlock)) return children;
  return outsideSpace(children, (words) => element("a", words, { href: address }));
}

/** Where a link leads, without what was added to it to follow people. */
function addressOf(href: string): string | undefined {
  if (/^#./.test(href)) return href;
  if (!/^(?:https?|mailto):/i.test(href) || !URL.canParse(href)) return undefined;
  const url = new URL(href);
  const target = url.searchParams.get("q");
  if (url.hostname === "www.google.com" && url.pathname === "/url" && target !== null) {
    return addressOf(target);
  }
  const followers = [...url.searchParams.keys()].filter((name) =>
    /^(?:utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|igshid)$/.test(name),
  );
  if (followers.length === 0) return href;
  for (const name of followers) url.searchParams.delete(name);
  return url.href;
}

/** Notes as the site shows them. */
function footnotes(node: Element): ElementContent[] {
  return node.children
    .filter((child) => isElement(child, "ol"))
    .flatMap(({ children }) => children)
    .flatMap((child) => {
      if (!isElement(child, "li")) return [];
      const id = /^user-content-fn-([\w-]+)$/.exec(String(child.properties.id))?.[1];
      const content = clean(child.children, {});
      return id === undefined ? content : [element("footnote-definition", content, { id })];
    });
}

function table(node: Element, around: Around): ElementContent[] {
  const rows = descendants(node, "tr");
  const cells = rows.map((row) => row.children.filter((cell) => isElement(cell, "td", "th")));
  const [only] = cells.flat();
  // A frame, and no table.
  if (only && cells.flat().length === 1) return clean((only).children, around);
  // In Markdown, a table has a head. Where none is marked, the first row is it.
  const hasHead = cells.flat().some((cell) => isElement(cell, "th"));
  const content = cells.map((row, index) =>
    element(
      "tr",
      row.map((cell) => {
        const { properties, children } = cell;
        const tagName = isElement(cell, "th") || (index === 0 && !hasHead) ? "th" : "td";
        const style = stylesOf(cell);
        const heading = tagName === "th";
        const { marks, within } = marksWithin(cell, style, { ...around, heading });
        const align = style.get("text-align") ?? properties.align;
        const { colSpan, rowSpan } = properties;
        return element(
          tagName,
          spread(clean(children, { cell: true, heading, marks: within }), marks),
          {
            ...(/^(?:left|center|right)$/.test(String(align)) ? { align: String(align) } : {}),
            ...(colSpan === undefined ? {} : { colSpan }),
            ...(rowSpan === undefined ? {} : { rowSpan }),
          },
        );
      }),
    ),
  );
  return content.length === 0 ? [] : [element("table", content)];
}

function descendants(node: Element, tagName: string): Element[] {
  return node.children.flatMap((child) => {
    if (!isElement(child)) return [];
    // One within another is part of it.
    return child.tagName === tagName ? [child] : descendants(child, tagName);
  });
}

/** An item with nothing but one paragraph, and perhaps lists below it, has no air around it. */
function item(node: Element, children: readonly ElementContent[]): Element {
  const hasEmptyLine = children.filter((child) => !isBlank(child)).some(
    (child, index, all) => isElement(child, "br") && isElement(all[index + 1], "br"),
  );
  const content = (hasEmptyLine ? flow(children) : children).filter(
    (child) => !isBlank(child) || !children.some(isBlock),
  );
  const paragraphs = content.filter((child) => isElement(child, "p"));
  const tight =
    paragraphs.length === 1 && content.every((child) => isElement(child, "p", "ul", "ol"));
  const inner = tight
    ? content.flatMap((child) => (isElement(child, "p") ? child.children : [child]))
    : content;
  const { role, ariaChecked } = node.properties;
  const box =
    role === "checkbox" || ariaChecked !== undefined
      ? [element("input", [], { type: "checkbox", checked: String(ariaChecked) === "true" })]
      : [];
  return element("li", [...box, ...inner]);
}

/** Lists that stand between the items of another belong to the item before. */
function nested(children: readonly ElementContent[]): ElementContent[] {
  const items: Element[] = [];
  for (const child of children) {
    const last = items.at(-1);
    if (isElement(child, "li")) items.push(child);
    else if (isElement(child, "ul", "ol") && last) last.children.push(child);
    else if (hasContent([child])) items.push(element("li", [child]));
  }
  return items;
}

function paragraph(
  node: Element,
  style: Styles,
  classes: readonly string[],
  children: ElementContent[],
): ElementContent[] {
  const level = /\blevel(\d)\b/.exec(style.get("mso-list") ?? "")?.[1];
  if (level !== undefined) {
    const sign = signOf(node);
    const ordered = /^[\s\u00a0]*(?:\d+|[a-z]+|[ivxlc]+)[.)]/i.test(sign);
    return [element("word-item", children, { level: Number(level), ordered })];
  }
  if (classes.includes("MsoTitle")) return [element("h1", children)];
  if (classes.some((name) => /^Mso(?:Intense)?Quote/.test(name))) {
    return [element("blockquote", [element("p", children)])];
  }
  return flow(children);
}

/** Blocks, with paragraphs made of what stands between them. */
function flow(children: readonly ElementContent[]): ElementContent[] {
  const result: ElementContent[] = [];
  let run: ElementContent[] = [];
  for (const child of children) {
    if (isBlock(child)) {
      result.push(...paragraphs(run), child);
      run = [];
    } else run.push(child);
  }
  return [...result, ...paragraphs(run)];
}

/** The sign before an item of a list, as Word writes it out. */
function signOf(node: Element): string {
  return node.children
    .map((child) => {
      if (!isElement(child)) return "";
      return stylesOf(child).get("mso-list") === "ignore"
        ? contentOf(child.children)
        : signOf(child);
    })
    .join("");
}

/** Paragraphs that are held apart by empty lines alone. */
function paragraphs(children: readonly ElementContent[]): ElementContent[] {
  const found: ElementContent[][] = [[]];
  let breaks: ElementContent[] = [];
  for (const child of children) {
    if (isElement(child, "br")) breaks.push(child);
    else if (isBlank(child) && breaks.length > 0) continue;
    else {
      if (breaks.length > 1) found.push([]);
      else found.at(-1)?.push(...breaks);
      breaks = [];
      found.at(-1)?.push(child);
    }
  }
  return found.filter(hasContent).map((inner) => element("p", inner));
}

/** Word writes the items of its lists as paragraphs, each with its level. */
function lists(nodes: readonly ElementContent[]): ElementContent[] {
  if (!nodes.some((node) => isElement(node, "word-item"))) return [...nodes];
  const result: ElementContent[] = [];
  let open: { readonly level: number; readonly list: Element }[] = [];
  for (const node of nodes) {
    if (!isElement(node, "word-item")) {
      if (!isBlank(node)) open = [];
      result.push(node);
      continue;
    }
    const level = Number(node.properties["level"]);
    const tagName = node.properties["ordered"] === true ? "ol" : "ul";
    open = open.filter((one) => one.level <= level);
    let current = open.at(-1);
    if (!current || current.level < level || current.list.tagName !== tagName) {
      if (current?.level === level) open.pop();
      const parent = open.at(-1)?.list.children.at(-1);
      current = { level, list: element(tagName, []) };
      open.push(current);
      (isElement(parent) ? parent.children : result).push(current.list);
    }
    current.list.children.push(element("li", node.children));
  }
  return result;
}

/** The one element that contains everything on the clipboard. */
function frameOf(tree: Root): Element | undefined {
  const [only, ...others] = tree.children.filter(
    (child) =>
      !isBlank(child) && child.type !== "comment" && !isElement(child, "meta", "style", "br"),
  );
  return isElement(only, "div", "span") && others.length === 0 ? only : undefined;
}

/** Whether it is the plain text of an editor of code, with its colours. */
function isEditor(tree: Root): boolean {
  const only = frameOf(tree);
  if (!only) return false;
  const style = stylesOf(only);
  return (
    monospace.test(style.get("font-family") ?? "") &&
    (style.get("white-space") ?? "").startsWith("pre")
  );
}

/** Whether it is Markdown that is shown as it was written, as in a chat: signs must stay signs. */
function isSource(tree: Root): boolean {
  const only = frameOf(tree);
  if (!only || !keepsLines(stylesOf(only), {}) || !only.children.every(({ type }) => type === "text")) {
    return false;
  }
  const source = contentOf(only.children);
  const blocks = parse(source)?.children ?? [];
  return blocks.some(
    (block) =>
      block.type !== "paragraph" ||
      block.children.some(
        // Addresses are links without signs.
        ({ type }) => type !== "text" && type !== "break" && !(type === "link" && !source.includes("](")),
      ),
  );
}

// From HTML to Markdown

const identifier = ({ properties }: Element) => String(properties.id);

const handlers: Record<string, Handle> = {
  ...defaultHandlers,
  "footnote-reference": (_, node: Element) => ({
    type: "footnoteReference",
    identifier: identifier(node),
    label: identifier(node),
  }),
  "footnote-definition": (state, node: Element) => ({
    type: "footnoteDefinition",
    identifier: identifier(node),
    label: identifier(node),
    children: state.toFlow(state.all(node)),
  }),
};

const punctuation = /[\p{P}\p{S}]/u;
// Scripts without spaces between words have a rule of their own for signs.
const spaceless = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}";
const startsWord = new RegExp(`^(?![${spaceless}])[\\p{L}\\p{N}]`, "u");
const endsWord = new RegExp(`(?![${spaceless}])[\\p{L}\\p{N}]$`, "u");

/** Makes what signs can say out of what they cannot. */
function tidy(node: Mdast.Nodes): void {
  if (!("children" in node)) return;
  for (const child of node.children) tidy(child);
  const children = node.children as Mdast.Nodes[];
  // Empty lines between blocks, which say nothing.
  for (let index = children.length - 1; index >= 0; index -= 1) {
    const child = children[index];
    if (child?.type === "paragraph" && child.children.length === 0) children.splice(index, 1);
  }
  if (node.type === "paragraph" || node.type === "heading" || node.type === "tableCell") {
    while (children.at(-1)?.type === "break") children.pop();
    while (children[0]?.type === "break") children.shift();
    const [first, last] = [children[0], children.at(-1)];
    if (first?.type === "text") first.value = first.value.trimStart();
    if (last?.type === "text") last.value = last.value.trimEnd();
  }
  if (node.type === "heading" || node.type === "tableCell") {
    for (const [index, child] of children.entries()) {
      if (child.type === "break") children[index] = { type: "text", value: " " };
    }
  }
  for (const [index, child] of children.entries()) {
    if (child.type !== "strong" && child.type !== "emphasis" && child.type !== "delete") continue;
    const [before, behind] = [children[index - 1], children[index + 1]];
    const [first, last] = [child.children[0], child.children.at(-1)];
    // Between a letter and punctuation, signs are not read as signs: the punctuation moves out.
    if (last?.type === "text" && behind?.type === "text" && startsWord.test(behind.value)) {
      while (last.value.length > 1 && punctuation.test(last.value.slice(-1))) {
        behind.value = last.value.slice(-1) + behind.value;
        last.value = last.value.slice(0, -1);
      }
    }
    if (first?.type === "text" && before?.type === "text" && endsWord.test(before.value)) {
      while (first.value.length > 1 && punctuation.test(first.value.slice(0, 1))) {
        before.value += first.value.slice(0, 1);
        first.value = first.value.slice(1);
      }
    }
  }
}

function write(root: Mdast.Root): string {
  const markdown = toMarkdown(root, {
    bullet: "-",
    bulletOther: "*",
    rule: "-",
    listItemIndent: "one",
    fences: true,
    extensions: [
      gfmFootnoteToMarkdown(),
      gfmStrikethroughToMarkdown(),
      gfmTableToMarkdown({ tablePipeAlign: false }),
      gfmTaskListItemToMarkdown(),
    ],
  }).replace(/\n+$/, "");
  // Characters beside signs are written as numbers, to be safe. Where it is as safe, as they are.
  const readable = markdown.replace(/(?<!\\)&#x([0-9A-F]+);/g, (_, number: string) =>
    String.fromCodePoint(parseInt(number, 16)),
  );
  if (readable === markdown) return markdown;
  return JSON.stringify(parse(readable)) === JSON.stringify(parse(markdown)) ? readable : markdown;
}

import type {
  Definition,
  FootnoteDefinition,
  FootnoteReference,
  Heading,
  Image,
  ImageReference,
  List,
  ListItem,
  Nodes,
  Paragraph,
  Root,
  Table,
  TableCell,
  TableRow,
} from "mdast";
import { createElement, Fragment, type ReactNode } from "react";

import type { Direction } from "../../lib/bidi.ts";
import { prefixed } from "../../lib/fragments.ts";
import { roomFor } from "../../lib/scripts.ts";
import { Code } from "./code.tsx";
import { headingLevels, headingNames } from "./headings.ts";
import { isBadge, isExternal, safeImage, safeLink } from "./links.ts";
import { Picture } from "./picture.tsx";
import { TableScroll } from "./table-scroll.tsx";
import { directionIn, emphasisOf, textOf } from "./text.ts";

/** What a node's place in the whole decides. */
interface Whole {
  /** The direction of what encloses the node. */
  readonly direction: Direction;
  readonly levels: ReadonlyMap<Heading, number>;
  readonly names: ReadonlyMap<Heading, string>;
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly notes: ReadonlyMap<string, FootnoteDefinition>;
  /** The notes that were referred to so far, in this order, and how often each. */
  readonly cited: Map<FootnoteDefinition, number>;
}

/**
 * A post's text as elements. There is no way in it from a text to HTML: a node that is not named
 * here is not shown, and links and pictures lead only where it is safe.
 */
export function Tree({ root }: { readonly root: Root }) {
  const definitions = new Map<string, Definition>();
  const notes = new Map<string, FootnoteDefinition>();
  for (const node of definitionsIn(root)) {
    const known: Map<string, Definition | FootnoteDefinition> =
      node.type === "definition" ? definitions : notes;
    // Of several with one name the first one counts.
    if (!known.has(node.identifier)) known.set(node.identifier, node);
  }
  const whole: Whole = {
    direction: directionIn(root) ?? "ltr",
    levels: headingLevels(root),
    names: headingNames(root),
    definitions,
    notes,
    cited: new Map(),
  };
  return (
    <>
      {all(root.children, whole)}
      {footnotes(whole)}
    </>
  );
}

function* definitionsIn(node: Nodes): Generator<Definition | FootnoteDefinition> {
  if (node.type === "definition" || node.type === "footnoteDefinition") yield node;
  if ("children" in node) for (const child of node.children) yield* definitionsIn(child);
}

function all(nodes: readonly Nodes[], whole: Whole): ReactNode[] {
  return nodes.map((node, index) => <Fragment key={index}>{show(node, whole)}</Fragment>);
}

/**
 * A block's own direction, if it must be said, and what is in force within it. Each block runs by its
 * first letter; one without letters runs as what is around it.
 */
function turned(node: Nodes, whole: Whole): [Direction | undefined, Whole] {
  const direction = directionIn(node) ?? whole.direction;
  const within = direction === whole.direction ? whole : { ...whole, direction };
  // What is as usual goes without saying.
  return [direction === "rtl" || within !== whole ? direction : undefined, within];
}

function show(node: Nodes, whole: Whole): ReactNode {
  switch (node.type) {
    case "text":
      return node.value;
    case "html":
      // It is shown as the text that it is.
      return node.value;
    case "paragraph": {
      const [dir, within] = turned(node, whole);
      return <p dir={dir}>{lines(node, within)}</p>;
    }
    case "heading":
      return heading(node, whole);
    case "emphasis": {
      const emphasis = emphasisOf(textOf(node));
      const className = emphasis && `emphasis-${emphasis}`;
      return <em className={className}>{all(node.children, whole)}</em>;
    }
    case "strong":
      return <strong>{all(node.children, whole)}</strong>;
    case "delete":
      return <del>{all(node.children, whole)}</del>;
    case "inlineCode":
      return <code>{node.value}</code>;
    case "code":
      return <Code language={node.lang ?? undefined}>{node.value}</Code>;
    case "blockquote": {
      const [dir, within] = turned(node, whole);
      return <blockquote dir={dir}>{all(node.children, within)}</blockquote>;
    }
    case "list":
      return list(node, whole);
    case "table":
      return table(node, whole);
    case "thematicBreak":
      return <hr />;
    case "break":
      return <br />;
    case "link":
      return link(node.url, node.title, node.children, whole);
    case "linkReference": {
      const definition = whole.definitions.get(node.identifier);
      return definition
        ? link(definition.url, definition.title, node.children, whole)
        : all(node.children, whole);
    }
    case "image":
    case "imageReference":
      return image(node, whole, false);
    case "footnoteReference":
      return footnoteReference(node, whole);
    default:
      return null;
  }
}

function link(
  address: string,
  title: string | null | undefined,
  children: readonly Nodes[],
  whole: Whole,
  showChild: (node: Nodes, whole: Whole) => ReactNode = show,
): ReactNode {
  const href = safeLink(address);
  if (href === undefined) return <span>{all(children, whole)}</span>;
  const rel = isExternal(href) ? { rel: "noopener noreferrer nofollow ugc" } : {};
  // On paper an address stands behind each link; not behind one that shows it.
  const words = children.map(textOf).join("");
  const isAddress = href === words || href.replace(/^(?:https?:\/\/|mailto:)/, "") === words;
  return (
    <a
      href={href}
      title={title ?? undefined}
      className={isAddress || words === "" ? "is-address" : undefined}
      {...rel}
    >
      {children.some(saysSomething)
        ? children.map((child, index) => <Fragment key={index}>{showChild(child, whole)}</Fragment>)
        : href}
    </a>
  );
}

/** Whether a link has words, or a picture with some: one without can be neither heard nor seen. */
function saysSomething(node: Nodes): boolean {
  if (node.type === "image" || node.type === "imageReference") return Boolean(node.alt?.trim());
  if ("value" in node) return node.value.trim() !== "";
  return "children" in node && node.children.some(saysSomething);
}

function image(node: Image | ImageReference, whole: Whole, apart: boolean): ReactNode {
  const { alt } = node;
  const source = node.type === "image" ? node : whole.definitions.get(node.identifier);
  if (!source) return alt;
  const src = safeImage(source.url);
  if (src === undefined) return <span className="no-image">{alt}</span>;
  return (
    <Picture
      key={src}
      src={src}
      alt={alt ?? ""}
      title={source.title ?? undefined}
      apart={apart && !isBadge(src)}
    />
  );
}

/** The content of a paragraph or a cell. A picture that has a line to itself is shown apart from the text. */
function lines({ children }: Paragraph | TableCell, whole: Whole): ReactNode[] {
  return children.map((node, index) => {
    const isApart = isPicture(node) && endsLine(children[index - 1]) && beginsLine(children[index + 1]);
    return <Fragment key={index}>{isApart ? apart(node, whole) : show(node, whole)}</Fragment>;
  });
}

function apart(node: Nodes, whole: Whole): ReactNode {
  if (node.type === "image" || node.type === "imageReference") return image(node, whole, true);
  if (node.type === "link") return link(node.url, node.title, node.children, whole, apart);
  const definition = node.type === "linkReference" && whole.definitions.get(node.identifier);
  if (!definition) return show(node, whole);
  return link(definition.url, definition.title, node.children, whole, apart);
}

/** A picture, or a link with nothing else in it. */
function isPicture(node: Nodes): boolean {
  if (node.type === "image" || node.type === "imageReference") return true;
  if (node.type !== "link" && node.type !== "linkReference") return false;
  const [child] = node.children;
  return node.children.length === 1 && child !== undefined && isPicture(child);
}

function endsLine(node: Nodes | undefined): boolean {
  return !node || node.type === "break" || (node.type === "text" && /\n[ \t]*$/.test(node.value));
}

function beginsLine(node: Nodes | undefined): boolean {
  return !node || node.type === "break" || (node.type === "text" && /^[ \t]*\n/.test(node.value));
}

/** A heading, and beside it the link that leads to it. */
function heading(node: Heading, whole: Whole): ReactNode {
  const [dir, within] = turned(node, whole);
  const name = whole.names.get(node) ?? "";
  const level = whole.levels.get(node) ?? 2;
  // HTML has six, and the page's own is one of them.
  const isSeventh = level > 6;
  const attributes = {
    id: prefixed(name),
    className: [roomFor(textOf(node)), isSeventh && "h7"].filter(Boolean).join(" ") || undefined,
    ...(isSeventh ? { "aria-level": level } : {}),
  };
  return (
    <div className="section-head" dir={dir}>
      {createElement(`h${Math.min(6, level)}`, attributes, all(node.children, within))}
      <a
        className="section-link"
        href={`#${encodeURIComponent(name)}`}
        aria-label={`Link to this section: ${textOf(node).trim()}`}
      />
    </div>
  );
}

function list(node: List, whole: Whole): ReactNode {
  // As soon as one item has air in it, all have.
  const loose = node.spread === true || node.children.some(({ spread }) => spread === true);
  const hasTasks = node.children.some(({ checked }) => typeof checked === "boolean");
  const className = hasTasks ? "contains-task-list" : undefined;
  const [dir, within] = turned(node, whole);
  const items = node.children.map((child, index) => (
    <Fragment key={index}>{item(child, loose, within)}</Fragment>
  ));
  if (node.ordered !== true) {
    return (
      <ul className={className} dir={dir}>
        {items}
      </ul>
    );
  }
  const start = node.start === 1 ? undefined : (node.start ?? undefined);
  return (
    <ol start={start} className={className} dir={dir}>
      {items}
    </ol>
  );
}

function item(node: ListItem, loose: boolean, whole: Whole): ReactNode {
  const { checked } = node;
  const isTask = typeof checked === "boolean";
  const box = isTask && (
    // A picture of a box, that nobody can tick.
    <>
      <input
        type="checkbox"
        checked={checked}
        readOnly
        disabled
        aria-label={checked ? "Done" : "To do"}
      />{" "}
    </>
  );
  const [first] = node.children;
  const boxIsInside = first?.type === "paragraph";
  const [dir, within] = turned(node, whole);
  return (
    <li className={isTask ? "task-list-item" : undefined} dir={dir}>
      {!boxIsInside && box}
      {node.children.map((child, index) => {
        if (child.type !== "paragraph") {
          return <Fragment key={index}>{show(child, within)}</Fragment>;
        }
        const [ownDir, own] = loose ? turned(child, within) : [undefined, within];
        const content = (
          <>
            {index === 0 && box}
            {lines(child, own)}
          </>
        );
        if (!loose) return <Fragment key={index}>{content}</Fragment>;
        return (
          <p key={index} dir={ownDir}>
            {content}
          </p>
        );
      })}
    </li>
  );
}

function table(node: Table, whole: Whole): ReactNode {
  const [head, ...body] = node.children;
  const [dir, within] = turned(node, whole);
  const row = ({ children }: TableRow, Cell: "th" | "td", key: number) => (
    <tr key={key}>
      {(head?.children ?? []).map((_, column) => {
        const align = node.align?.[column];
        const style = align ? { style: { textAlign: align } } : {};
        const cell = children[column];
        const [ownDir, own] = cell ? turned(cell, within) : [undefined, within];
        return (
          <Cell key={column} dir={ownDir} {...style}>
            {cell && lines(cell, own)}
          </Cell>
        );
      })}
    </tr>
  );
  return (
    <TableScroll dir={dir}>
      <table>
        <thead>{head && row(head, "th", 0)}</thead>
        {body.length > 0 && <tbody>{body.map((child, index) => row(child, "td", index))}</tbody>}
      </table>
    </TableScroll>
  );
}

const noteId = (number: number) => prefixed(`fn-${number}`);
const referenceId = (number: number, time: number) =>
  prefixed(`fnref-${number}${time === 1 ? "" : `-${time}`}`);

function footnoteReference({ identifier }: FootnoteReference, whole: Whole): ReactNode {
  const note = whole.notes.get(identifier);
  if (!note) return null;
  const time = (whole.cited.get(note) ?? 0) + 1;
  whole.cited.set(note, time);
  const number = [...whole.cited.keys()].indexOf(note) + 1;
  return (
    <sup>
      <a
        href={`#${noteId(number)}`}
        id={referenceId(number, time)}
        aria-describedby="footnote-label"
      >
        {number}
      </a>
    </sup>
  );
}

/** The notes that the text refers to; a note may refer to others, which come after it. */
function footnotes(whole: Whole): ReactNode {
  const notes: { dir: Direction | undefined; before: ReactNode; last: ReactNode; isText: boolean }[] = [];
  // A Map is walked through to its end even if that moves meanwhile.
  for (const note of whole.cited.keys()) {
    const [dir, within] = turned(note, whole);
    const last = note.children.at(-1);
    // The links back are at the end of the last line, if that is text.
    const isText = last?.type === "paragraph";
    const before = all(isText ? note.children.slice(0, -1) : note.children, within);
    notes.push({ dir, before, isText, last: isText ? lines(last, within) : null });
  }
  if (notes.length === 0) return null;
  const times = [...whole.cited.values()];
  return (
    <section className="footnotes">
      <h2 className="sr-only" id="footnote-label">
        Footnotes
      </h2>
      <ol>
        {notes.map(({ dir, before, last, isText }, index) => {
          const back = waysBack(index + 1, times[index] ?? 0);
          return (
            <li key={index} id={noteId(index + 1)} dir={dir}>
              {before}
              <p className={isText ? undefined : "footnote-back"}>
                {last}
                {back}
              </p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function waysBack(number: number, times: number): ReactNode[] {
  return Array.from({ length: times }, (_, time) => (
    <Fragment key={time}>
      {" "}
      <a
        className="footnote-return"
        href={`#${referenceId(number, time + 1)}`}
        aria-label={`Back to reference ${number}${time === 0 ? "" : `-${time + 1}`}`}
      >
        ↩{time > 0 && <sup>{time + 1}</sup>}
      </a>
    </Fragment>
  ));
}

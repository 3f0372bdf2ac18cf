import type {
  Definition,
  FootnoteDefinition,
  FootnoteReference,
  Heading,
  Image,
  List,
  ListItem,
  Nodes,
  Root,
  Table,
  TableRow,
} from "mdast";
import { createElement, Fragment, type ReactNode } from "react";

import { Code } from "./code.tsx";
import { headingLevels } from "./headings.ts";
import { isExternal, safeImage, safeLink } from "./links.ts";

/** What a node's place in the whole decides. */
interface Whole {
  readonly levels: ReadonlyMap<Heading, number>;
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
  const whole: Whole = { levels: headingLevels(root), definitions, notes, cited: new Map() };
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

function show(node: Nodes, whole: Whole): ReactNode {
  switch (node.type) {
    case "text":
      return node.value;
    case "html":
      // It is shown as the text that it is.
      return node.value;
    case "paragraph":
      return <p>{all(node.children, whole)}</p>;
    case "heading":
      return createElement(`h${whole.levels.get(node) ?? 2}`, null, all(node.children, whole));
    case "emphasis":
      return <em>{all(node.children, whole)}</em>;
    case "strong":
      return <strong>{all(node.children, whole)}</strong>;
    case "delete":
      return <del>{all(node.children, whole)}</del>;
    case "inlineCode":
      return <code>{node.value}</code>;
    case "code":
      return <Code language={node.lang ?? undefined}>{node.value}</Code>;
    case "blockquote":
      return <blockquote>{all(node.children, whole)}</blockquote>;
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
      return image(node.url, node.title, node.alt);
    case "imageReference": {
      const definition = whole.definitions.get(node.identifier);
      return definition ? image(definition.url, definition.title, node.alt) : node.alt;
    }
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
): ReactNode {
  const href = safeLink(address);
  if (href === undefined) return <span>{all(children, whole)}</span>;
  const rel = isExternal(href) ? { rel: "noopener noreferrer nofollow ugc" } : {};
  return (
    <a href={href} title={title ?? undefined} {...rel}>
      {children.some(saysSomething) ? all(children, whole) : href}
    </a>
  );
}

/** Whether a link has words, or a picture with some: one without can be neither heard nor seen. */
function saysSomething(node: Nodes): boolean {
  if (node.type === "image" || node.type === "imageReference") return Boolean(node.alt?.trim());
  if ("value" in node) return node.value.trim() !== "";
  return "children" in node && node.children.some(saysSomething);
}

function image(address: string, title: string | null | undefined, alt: Image["alt"]): ReactNode {
  const src = safeImage(address);
  if (src === undefined) return <span className="no-image">{alt}</span>;
  return (
    <img
      src={src}
      alt={alt ?? ""}
      title={title ?? undefined}
      loading="lazy"
      decoding="async"
      referrerPolicy="no-referrer"
    />
  );
}

function list(node: List, whole: Whole): ReactNode {
  // As soon as one item has air in it, all have.
  const loose = node.spread === true || node.children.some(({ spread }) => spread === true);
  const hasTasks = node.children.some(({ checked }) => typeof checked === "boolean");
  const className = hasTasks ? "contains-task-list" : undefined;
  const items = node.children.map((child, index) => (
    <Fragment key={index}>{item(child, loose, whole)}</Fragment>
  ));
  if (node.ordered !== true) return <ul className={className}>{items}</ul>;
  const start = node.start === 1 ? undefined : (node.start ?? undefined);
  return (
    <ol start={start} className={className}>
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
  return (
    <li className={isTask ? "task-list-item" : undefined}>
      {!boxIsInside && box}
      {node.children.map((child, index) => {
        if (child.type !== "paragraph") {
          return <Fragment key={index}>{show(child, whole)}</Fragment>;
        }
        const content = (
          <>
            {index === 0 && box}
            {all(child.children, whole)}
          </>
        );
        return loose ? <p key={index}>{content}</p> : <Fragment key={index}>{content}</Fragment>;
      })}
    </li>
  );
}

function table(node: Table, whole: Whole): ReactNode {
  const [head, ...body] = node.children;
  const row = ({ children }: TableRow, Cell: "th" | "td", key: number) => (
    <tr key={key}>
      {(head?.children ?? []).map((_, column) => {
        const align = node.align?.[column];
        const style = align ? { style: { textAlign: align } } : {};
        return (
          <Cell key={column} {...style}>
            {all(children[column]?.children ?? [], whole)}
          </Cell>
        );
      })}
    </tr>
  );
  return (
    // What scrolls must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is a scrolling region
    <div className="table-scroll" role="group" aria-label="Table" tabIndex={0}>
      <table>
        <thead>{head && row(head, "th", 0)}</thead>
        {body.length > 0 && <tbody>{body.map((child, index) => row(child, "td", index))}</tbody>}
      </table>
    </div>
  );
}

// The ids of notes have a beginning of their own, so that no writer can make one of the page's.
const noteId = (number: number) => `user-content-fn-${number}`;
const referenceId = (number: number, time: number) =>
  `user-content-fnref-${number}${time === 1 ? "" : `-${time}`}`;

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
  const notes: ReactNode[] = [];
  // A Map is walked through to its end even if that moves meanwhile.
  for (const note of whole.cited.keys()) notes.push(all(note.children, whole));
  if (notes.length === 0) return null;
  const times = [...whole.cited.values()];
  return (
    <section className="footnotes">
      <h2 className="sr-only" id="footnote-label">
        Footnotes
      </h2>
      <ol>
        {notes.map((note, index) => (
          <li key={index} id={noteId(index + 1)}>
            {note}
            {Array.from({ length: times[index] ?? 0 }, (_, time) => (
              <Fragment key={time}>
                {" "}
                <a
                  href={`#${referenceId(index + 1, time + 1)}`}
                  aria-label={`Back to reference ${index + 1}${time === 0 ? "" : `-${time + 1}`}`}
                >
                  ↩
                </a>
              </Fragment>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}

import "@fontsource-variable/jetbrains-mono/wght.css";
import "@fontsource-variable/source-serif-4/wght-italic.css";

import type { Element } from "hast";
import { memo, useEffect, useState } from "react";
import ReactMarkdown, { type Components, type Options } from "react-markdown";
import remarkGfm from "remark-gfm";

import { rehypeHeadings } from "./headings.ts";
import { isExternal, safeImage, safeLink } from "./links.ts";

type Plugins = NonNullable<Options["rehypePlugins"]>;

const plain: Plugins = [rehypeHeadings];
/** With colours, once they have been needed. */
let coloured: Plugins | undefined;

interface MarkdownProps {
  readonly children: string;
}

/**
 * A post's text. HTML in it is shown as the text that it is; links and pictures lead only where
 * it is safe.
 */
export const Markdown = memo(function Markdown({ children }: MarkdownProps) {
  const [plugins, setPlugins] = useState(coloured ?? plain);
  const hasCode = /^ {0,3}(?:>\s*)*(?:[-*+]\s+|\d+[.)]\s+)?(?:```|~~~)\s*[a-z]/im.test(children);
  useEffect(() => {
    if (!hasCode || plugins !== plain) return undefined;
    let here = true;
    void import("./highlight.ts").then(({ rehypeHighlight }) => {
      coloured ??= [rehypeHeadings, rehypeHighlight];
      if (here) setPlugins(coloured);
    }, ignore);
    return () => {
      here = false;
    };
  }, [hasCode, plugins]);
  return (
    <div className="prose" dir="auto">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={plugins}
        components={components}
        urlTransform={(url, name) => (name === "src" ? safeImage(url) : safeLink(url)) ?? ""}
      >
        {children}
      </ReactMarkdown>
    </div>
  );
});

/** Code without colours can be read as well. */
function ignore(): void {
  // Nothing to do.
}

const components: Components = {
  a({ node, href, children, className, ...rest }) {
    const name = typeof className === "string" ? { className } : {};
    // What was no safe address has become an empty one.
    if (!href) return <span>{children}</span>;
    const rel = isExternal(href) ? { rel: "noopener noreferrer nofollow ugc" } : {};
    return (
      <a href={href} {...rel} {...name} {...attributes(rest)}>
        {node && saysSomething(node) ? children : href}
      </a>
    );
  },
  img({ src, alt, title }) {
    if (typeof src !== "string" || src === "") return <span className="no-image">{alt}</span>;
    return (
      <img
        src={src}
        alt={alt ?? ""}
        title={title}
        loading="lazy"
        decoding="async"
        referrerPolicy="no-referrer"
      />
    );
  },
  table({ children }) {
    return (
      // What scrolls must be reachable by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is a scrolling region
      <div className="table-scroll" role="group" aria-label="Table" tabIndex={0}>
        <table>{children}</table>
      </div>
    );
  },
  pre({ children }) {
    return (
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is a scrolling region
      <pre tabIndex={0} role="group" aria-label="Code" dir="ltr">
        {children}
      </pre>
    );
  },
  input({ checked }) {
    // A task of a list: a picture of a box, that nobody can tick.
    return (
      <input
        type="checkbox"
        checked={checked === true}
        readOnly
        disabled
        aria-label={checked ? "Done" : "To do"}
      />
    );
  },
};

/** What footnotes need of a link's attributes; nothing else comes through. */
function attributes(rest: Record<string, unknown>): Record<string, string> {
  const wanted = Object.entries(rest).filter(
    ([name, value]) =>
      typeof value === "string" &&
      (name === "id" || name === "title" || name.startsWith("aria-") || name.startsWith("data-")),
  );
  return Object.fromEntries(wanted) as Record<string, string>;
}

/** Whether a link has words, or a picture with some: one without can be neither heard nor seen. */
function saysSomething(node: Element): boolean {
  return node.children.some((child) => {
    if (child.type === "text") return child.value.trim() !== "";
    if (child.type !== "element") return false;
    if (child.tagName === "img")
      return typeof child.properties.alt === "string" && child.properties.alt.trim() !== "";
    return saysSomething(child);
  });
}

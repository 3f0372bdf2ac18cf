import { markdownLanguage } from "@codemirror/lang-markdown";
import { syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { type Extension, RangeSetBuilder } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";

/** Class names only: the rules are in `editor.css`. */
const highlighter = tagHighlighter([
  { tag: tags.heading1, class: "md-heading md-heading-1" },
  { tag: tags.heading2, class: "md-heading md-heading-2" },
  { tag: tags.heading, class: "md-heading" },
  { tag: tags.strong, class: "md-strong" },
  { tag: tags.emphasis, class: "md-emphasis" },
  { tag: tags.strikethrough, class: "md-deleted" },
  { tag: tags.monospace, class: "md-code" },
  { tag: tags.quote, class: "md-quote" },
  { tag: [tags.url, tags.labelName], class: "md-address" },
  { tag: tags.link, class: "md-link" },
  { tag: [tags.processingInstruction, tags.contentSeparator], class: "md-sign" },
]);

const line = Decoration.line({ attributes: { dir: "auto" } });
const codeLine = Decoration.line({ class: "md-code-line", attributes: { dir: "auto" } });

/** The lines on the screen: each runs its own way, and those of a block of code have a ground. */
function lineDecorations(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const tree = syntaxTree(view.state);
  for (const { from, to } of view.visibleRanges) {
    const code: { from: number; to: number }[] = [];
    tree.iterate({
      from,
      to,
      enter: (node) => {
        if (node.name === "FencedCode" || node.name === "CodeBlock") {
          code.push({ from: node.from, to: node.to });
        }
      },
    });
    for (let at = from; at <= to; ) {
      const { from: start, to: end } = view.state.doc.lineAt(at);
      const isCode = code.some((block) => block.from <= end && start <= block.to);
      builder.add(start, start, isCode ? codeLine : line);
      at = end + 1;
    }
  }
  return builder.finish();
}

const lines = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = lineDecorations(view);
    }

    update({ view, docChanged, viewportChanged, startState, state }: ViewUpdate) {
      if (docChanged || viewportChanged || syntaxTree(startState) !== syntaxTree(state)) {
        this.decorations = lineDecorations(view);
      }
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** Markdown, styled as it is written. */
export const markdownLook: Extension = [
  markdownLanguage.extension,
  syntaxHighlighting(highlighter),
  lines,
  EditorView.perLineTextDirection.of(true),
];

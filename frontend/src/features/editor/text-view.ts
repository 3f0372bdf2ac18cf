import { history, historyKeymap, isolateHistory, standardKeymap } from "@codemirror/commands";
import { deleteMarkupBackward, insertNewlineContinueMarkupCommand } from "@codemirror/lang-markdown";
import { Annotation, Compartment, EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";

import { adoptStyles } from "./adopted-styles.ts";
import { markdownLook } from "./markdown-language.ts";
import { pictureSlots } from "./picture-slots.ts";

/** What the editor of a text asks of the page. */
export interface TextHandlers {
  readonly onChange: (value: string) => void;
  /** Returns whether it has handled the event, so that CodeMirror doesn't. */
  readonly onKeyDown: (event: KeyboardEvent) => boolean;
  readonly onPaste: (event: ClipboardEvent) => boolean;
}

/** A change that comes from the page, and not from the writer. */
const fromPage = Annotation.define<boolean>();

const attributes = new Compartment();

// A list's next item follows without an empty line, and an empty item ends the list at once.
const enter = insertNewlineContinueMarkupCommand({ nonTightLists: false });

// Only what has to win over CodeMirror's own rules. All else is in `editor.css`.
const look = EditorView.theme({
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "inherit", overflow: "visible" },
  ".cm-content": { padding: "0.75rem 0 1.5rem", caretColor: "currentColor" },
  ".cm-line:not(.md-code-line)": { padding: "0" },
  ".cm-placeholder": { color: "inherit" },
});

/**
 * Writes over a selection. A browser would keep the look of what was there in a `style` attribute,
 * which the Content-Security-Policy forbids.
 */
function replaceSelected(event: InputEvent, view: EditorView): boolean {
  const { inputType, data, isComposing } = event;
  if (inputType !== "insertText" || data === null || isComposing || view.composing) return false;
  // The selection on the screen, which CodeMirror may not have heard of yet.
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return false;
  const range = selection.getRangeAt(0);
  if (!view.contentDOM.contains(range.commonAncestorContainer)) return false;
  const from = view.posAtDOM(range.startContainer, range.startOffset);
  const to = view.posAtDOM(range.endContainer, range.endOffset);
  view.dispatch({
    changes: { from, to, insert: data },
    selection: { anchor: from + data.length },
    userEvent: "input.type",
    scrollIntoView: true,
  });
  return true;
}

/** Creates the editor of a text in Markdown. */
export function createTextView(
  parent: HTMLElement,
  doc: string,
  handlers: () => TextHandlers,
): EditorView {
  adoptStyles();
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc,
      extensions: [
        Prec.highest(
          EditorView.domEventHandlers({
            keydown: (event) => handlers().onKeyDown(event),
            paste: (event) => handlers().onPaste(event),
            beforeinput: replaceSelected,
          }),
        ),
        history(),
        // Tab isn't among them: it leaves the text, as everywhere.
        keymap.of([
          { key: "Enter", run: enter },
          { key: "Backspace", run: deleteMarkupBackward },
          ...standardKeymap,
          ...historyKeymap,
        ]),
        markdownLook,
        pictureSlots,
        EditorView.lineWrapping,
        look,
        placeholder("Write in Markdown…"),
        attributes.of([]),
        EditorView.updateListener.of(({ docChanged, transactions, state }) => {
          if (docChanged && !transactions.every((one) => one.annotation(fromPage) === true)) {
            handlers().onChange(state.doc.toString());
          }
        }),
      ],
    }),
  });
  // CodeMirror hears of no keys while something is composed, and the browser has shortcuts of its own.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing && handlers().onKeyDown(event)) event.preventDefault();
  };
  view.contentDOM.addEventListener("keydown", onKeyDown, { capture: true });
  return view;
}

/** Says whether the text is faulty, and which element describes it. */
export function describeText(view: EditorView, isFaulty: boolean, describedBy?: string): void {
  view.dispatch({
    effects: attributes.reconfigure(
      EditorView.contentAttributes.of({
        id: "content",
        "aria-label": "Text",
        "aria-invalid": String(isFaulty),
        ...(describedBy === undefined ? {} : { "aria-describedby": describedBy }),
        // CodeMirror turns them off, for code.
        spellcheck: "true",
        autocorrect: "on",
        autocapitalize: "sentences",
      }),
    ),
  });
}

/** Shows a text that the page has, such as the one of another device. The caret stays in its place. */
export function showText(view: EditorView, value: string): void {
  const now = view.state.doc.toString();
  if (now === value) return;
  let from = 0;
  const shorter = Math.min(now.length, value.length);
  while (from < shorter && now[from] === value[from]) from += 1;
  let same = 0;
  while (same < shorter - from && now.at(-1 - same) === value.at(-1 - same)) same += 1;
  view.dispatch({
    changes: { from, to: now.length - same, insert: value.slice(from, value.length - same) },
    annotations: fromPage.of(true),
  });
}

/** Where the writer writes, as far as pasting and formatting need to know it. */
export interface TextTarget {
  readonly element: HTMLElement;
  readonly value: string;
  readonly selectionStart: number;
  readonly selectionEnd: number;
  /** Puts a text in the place of a range. It is undone in one step. */
  replace(start: number, end: number, text: string): void;
  select(start: number, end: number): void;
}

/** The text of an editor, in terms of positions. */
export function targetOf(view: EditorView): TextTarget {
  return {
    element: view.contentDOM,
    get value() {
      return view.state.doc.toString();
    },
    get selectionStart() {
      return view.state.selection.main.from;
    },
    get selectionEnd() {
      return view.state.selection.main.to;
    },
    replace(start, end, text) {
      view.focus();
      view.dispatch({
        changes: { from: start, to: end, insert: text },
        selection: { anchor: start + text.length },
        annotations: isolateHistory.of("full"),
        userEvent: "input",
        scrollIntoView: true,
      });
    },
    select(start, end) {
      view.focus();
      view.dispatch({ selection: { anchor: start, head: end }, scrollIntoView: true });
    },
  };
}

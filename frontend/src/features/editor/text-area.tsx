import { type KeyboardEvent, type ReactNode, type Ref, useImperativeHandle, useRef } from "react";

import {
  BoldIcon,
  CodeIcon,
  HeadingIcon,
  ImageIcon,
  ItalicIcon,
  LinkIcon,
  ListIcon,
  QuoteIcon,
} from "../../ui/icons.tsx";
import { type Format, format } from "./formatting.ts";
import { nextConflict } from "./merge.ts";

interface Tool {
  readonly kind: Format;
  readonly words: string;
  readonly key?: string;
  readonly Icon: () => ReactNode;
}

const tools: readonly Tool[] = [
  { kind: "bold", words: "Bold", key: "b", Icon: BoldIcon },
  { kind: "italic", words: "Italic", key: "i", Icon: ItalicIcon },
  { kind: "heading", words: "Heading", Icon: HeadingIcon },
  { kind: "link", words: "Link", key: "k", Icon: LinkIcon },
  { kind: "quote", words: "Quote", Icon: QuoteIcon },
  { kind: "list", words: "List", Icon: ListIcon },
  { kind: "code", words: "Code", key: "e", Icon: CodeIcon },
  { kind: "image", words: "Picture", Icon: ImageIcon },
];

const isMac = /Macintosh|iPhone|iPad/.test(navigator.userAgent);
const modifier = isMac ? "⌘" : "Ctrl+";

export interface TextAreaHandle {
  focus(): void;
  /** Selects the next place that a merge has marked. */
  nextConflict(): void;
}

interface TextAreaProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onSave: () => void;
  readonly isFaulty: boolean;
  readonly describedBy: string | undefined;
  readonly ref: Ref<TextAreaHandle>;
}

/** A textarea for Markdown, with a toolbar. The Tab key goes on to what is next, as everywhere. */
export function TextArea({ value, onChange, onSave, isFaulty, describedBy, ref }: TextAreaProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const toolbar = useRef<HTMLDivElement>(null);

  useImperativeHandle(ref, () => ({
    focus: () => area.current?.focus(),
    nextConflict() {
      const element = area.current;
      if (!element) return;
      const place = nextConflict(element.value, element.selectionEnd);
      if (!place) return;
      element.focus();
      element.setSelectionRange(place.start, place.end);
    },
  }));

  const apply = (kind: Format) => {
    const element = area.current;
    if (!element) return;
    const edit = format(kind, element.value, element.selectionStart, element.selectionEnd);
    element.focus();
    element.setSelectionRange(edit.start, edit.end);
    // The only way that leaves the browser's own undo whole. It is called deprecated, but has no
    // successor, and every editor on the web uses it.
    /* eslint-disable @typescript-eslint/no-deprecated -- as said above */
    const done =
      edit.insert === ""
        ? document.execCommand("delete")
        : document.execCommand("insertText", false, edit.insert);
    /* eslint-enable @typescript-eslint/no-deprecated */
    if (!done) {
      element.setRangeText(edit.insert, edit.start, edit.end, "end");
      onChange(element.value);
    }
    element.setSelectionRange(edit.selectStart, edit.selectEnd);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!(isMac ? event.metaKey : event.ctrlKey) || event.altKey || event.shiftKey) return;
    if (event.key === "s") {
      event.preventDefault();
      onSave();
      return;
    }
    const tool = tools.find(({ key }) => key === event.key);
    if (!tool) return;
    event.preventDefault();
    apply(tool.kind);
  };

  // One stop of the Tab key for all of the toolbar; the arrows go about in it.
  const onToolbarKey = (event: KeyboardEvent) => {
    const buttons = [...(toolbar.current?.querySelectorAll("button") ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const steps: Partial<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: buttons.length - 1,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const button = buttons.at(next % buttons.length);
    for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
    button?.focus();
  };

  return (
    <div className="write-pane">
      <div
        ref={toolbar}
        role="toolbar"
        aria-label="Formatting"
        aria-controls="content"
        className="toolbar"
        tabIndex={-1}
        onKeyDown={onToolbarKey}
      >
        {tools.map(({ kind, words, key, Icon }, index) => {
          const name = key === undefined ? words : `${words} (${modifier}${key.toUpperCase()})`;
          return (
            <button
              key={kind}
              type="button"
              tabIndex={index === 0 ? 0 : -1}
              aria-label={words}
              aria-keyshortcuts={
                key === undefined ? undefined : `${isMac ? "Meta" : "Control"}+${key.toUpperCase()}`
              }
              title={name}
              // The focus stays in the text, or comes back to it.
              onClick={() => apply(kind)}
            >
              <Icon />
            </button>
          );
        })}
      </div>
      <label htmlFor="content" className="sr-only">
        Text
      </label>
      <textarea
        ref={area}
        id="content"
        name="content"
        className="content-field"
        dir="auto"
        placeholder="Write in Markdown…"
        value={value}
        aria-invalid={isFaulty}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

import { type KeyboardEvent, type ReactNode, type Ref, useImperativeHandle, useRef } from "react";

import { isBare, isShortcut, shortcutNames } from "../../lib/keys.ts";
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
import { insert } from "./insert.ts";
import { nextConflict } from "./merge.ts";
import { usePaste } from "./use-paste.ts";

interface Tool {
  readonly kind: Format;
  readonly words: string;
  readonly letter?: string;
  readonly Icon: () => ReactNode;
}

const tools: readonly Tool[] = [
  { kind: "bold", words: "Bold", letter: "b", Icon: BoldIcon },
  { kind: "italic", words: "Italic", letter: "i", Icon: ItalicIcon },
  { kind: "heading", words: "Heading", Icon: HeadingIcon },
  { kind: "link", words: "Link", letter: "k", Icon: LinkIcon },
  { kind: "quote", words: "Quote", Icon: QuoteIcon },
  { kind: "list", words: "List", Icon: ListIcon },
  { kind: "code", words: "Code", letter: "e", Icon: CodeIcon },
  { kind: "image", words: "Picture", Icon: ImageIcon },
];

export interface TextAreaHandle {
  focus(): void;
  /** Selects the next place that a merge has marked. */
  nextConflict(): void;
  /** Puts in a text from a file. */
  putText(text: string): void;
  /** Adds blocks at the end, with an empty line before them. */
  append(content: string): void;
}

interface TextAreaProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** A title that came with what was pasted. */
  readonly onTitle: (title: string) => void;
  /** Files were pasted, and nothing else. */
  readonly onFiles: () => void;
  readonly isFaulty: boolean;
  readonly describedBy: string | undefined;
  readonly ref: Ref<TextAreaHandle>;
}

/** A textarea for Markdown, with a toolbar. The Tab key goes on to what is next, as everywhere. */
export function TextArea(props: TextAreaProps) {
  const { value, onChange, onTitle, onFiles, isFaulty, describedBy, ref } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const toolbar = useRef<HTMLDivElement>(null);

  const { onPaste, putText, append } = usePaste({ area, onTitle, onFiles });
  // Browsers paste plain text with Shift; not all of them say so by what they give.
  const asPlain = useRef(false);

  useImperativeHandle(ref, () => ({
    focus: () => area.current?.focus(),
    putText,
    append,
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
    insert(element, edit.start, edit.end, edit.insert);
    element.setSelectionRange(edit.selectStart, edit.selectEnd);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    asPlain.current = isShortcut(event, { letter: "v", shift: true });
    const tool = tools.find(
      ({ letter }) => letter !== undefined && isShortcut(event, { letter }),
    );
    if (!tool) return;
    event.preventDefault();
    // What an input method is composing is not to be changed under its hands. A key that is held
    // down would put the signs there and take them away.
    if (!event.nativeEvent.isComposing && !event.repeat) apply(tool.kind);
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
    if (next === undefined || !isBare(event)) return;
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
        {tools.map(({ kind, words, letter, Icon }, index) => {
          const keys = letter === undefined ? undefined : shortcutNames({ letter });
          return (
            <button
              key={kind}
              type="button"
              tabIndex={index === 0 ? 0 : -1}
              aria-label={words}
              aria-keyshortcuts={keys?.aria}
              title={keys === undefined ? words : `${words} (${keys.shown})`}
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
        onPaste={(event) => {
          onPaste(event, asPlain.current);
          asPlain.current = false;
        }}
      />
    </div>
  );
}

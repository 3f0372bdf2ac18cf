import type { EditorView } from "@codemirror/view";
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from "react";

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
import { type PictureDialog, PictureInput } from "../../shared/pictures/picture-input.tsx";
import { type Format, format } from "./formatting.ts";
import { isAddress } from "./links.ts";
import { nextConflict } from "./merge.ts";
import { closeSlot, describePicture, fillSlot, openSlot } from "./picture-slots.ts";
import { createTextView, describeText, showText, targetOf, type TextTarget } from "./text-view.ts";
import { useKeyboardInset } from "./use-keyboard-inset.ts";
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
  /** Opens a place for a picture, which `element` fills meanwhile. */
  openSlot(id: number, element: HTMLElement, point?: { x: number; y: number }): void;
  /** Puts a picture into its place. */
  fillSlot(id: number, url: string): void;
  closeSlot(id: number): void;
  /** Says what a picture of the text shows. */
  describePicture(url: string, words: string): void;
}

interface TextAreaProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** A title that came with what was pasted. */
  readonly onTitle: (title: string) => void;
  /** Files were pasted and nothing else, or chosen. */
  readonly onFiles: (files: readonly File[]) => void;
  readonly isFaulty: boolean;
  readonly describedBy: string | undefined;
  readonly ref: Ref<TextAreaHandle>;
}

/** The field for Markdown, with a toolbar. The Tab key goes on to what is next, as everywhere. */
export function TextArea(props: TextAreaProps) {
  const { value, onChange, onTitle, onFiles, isFaulty, describedBy, ref } = props;
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const area = useRef<TextTarget>(null);
  const toolbar = useRef<HTMLDivElement>(null);
  const pictures = useRef<PictureDialog>(null);
  useKeyboardInset(toolbar);

  const { onPaste, putText, append } = usePaste({ area, onTitle, onFiles });
  // Browsers paste plain text with Shift; not all of them say so by what they give.
  const asPlain = useRef(false);

  const apply = (kind: Format) => {
    const text = area.current;
    if (!text) return;
    const { value, selectionStart, selectionEnd } = text;
    // A selected address is a picture's. Otherwise there is a file.
    if (kind === "image" && !isAddress(value.slice(selectionStart, selectionEnd).trim())) {
      pictures.current?.open();
      return;
    }
    const edit = format(kind, value, selectionStart, selectionEnd);
    text.replace(edit.start, edit.end, edit.insert);
    text.select(edit.selectStart, edit.selectEnd);
  };

  const onKeyDown = (event: globalThis.KeyboardEvent): boolean => {
    asPlain.current = isShortcut(event, { letter: "v", shift: true });
    const tool = tools.find(
      ({ letter }) => letter !== undefined && isShortcut(event, { letter }),
    );
    if (!tool) return false;
    // What an input method is composing is not to be changed under its hands. A key that is held
    // down would put the signs there and take them away.
    if (!event.isComposing && !event.repeat) apply(tool.kind);
    return true;
  };

  const handlers = useEffectEvent(() => ({
    onChange,
    onKeyDown,
    onPaste: (event: ClipboardEvent) => {
      const isPlain = asPlain.current;
      asPlain.current = false;
      return onPaste(event, isPlain);
    },
  }));
  const create = useEffectEvent((parent: HTMLElement) =>
    createTextView(parent, value, () => handlers()),
  );
  useLayoutEffect(() => {
    if (!box.current) return undefined;
    const created = create(box.current);
    view.current = created;
    area.current = targetOf(created);
    return () => {
      view.current = null;
      area.current = null;
      created.destroy();
    };
  }, []);
  useLayoutEffect(() => {
    if (view.current) showText(view.current, value);
  }, [value]);
  useEffect(() => {
    if (view.current) describeText(view.current, isFaulty, describedBy);
  }, [isFaulty, describedBy]);

  useImperativeHandle(ref, () => ({
    focus: () => view.current?.focus(),
    putText,
    append,
    openSlot: (...slot) => view.current && openSlot(view.current, ...slot),
    fillSlot: (id, url) => view.current && fillSlot(view.current, id, url),
    closeSlot: (id) => view.current && closeSlot(view.current, id),
    describePicture: (url, words) => view.current && describePicture(view.current, url, words),
    nextConflict() {
      const text = area.current;
      if (!text) return;
      const place = nextConflict(text.value, text.selectionEnd);
      if (place) text.select(place.start, place.end);
    },
  }));

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
      <PictureInput ref={pictures} multiple onFiles={onFiles} />
      <div ref={box} className="content-field" />
    </div>
  );
}

import { type RefObject, useEffect, useRef } from "react";

import { isInCode, linkTo } from "./formatting.ts";
import { type Clip, type Pasted, planPaste, spaced } from "./paste.ts";
import type { TextTarget } from "./text-view.ts";
import { lines } from "../../shared/drafts/text.ts";

type Convert = (html: string) => Pasted;

/** What makes Markdown of rich text, once it has been needed. */
let convert: Convert | undefined;

/** What it takes long to load is not worth waiting for. */
const patience = 3_000;

interface PasteOptions {
  readonly area: RefObject<TextTarget | null>;
  /** A title that came with a text. */
  readonly onTitle: (title: string) => void;
  /** There is nothing but files on the clipboard. */
  readonly onFiles: (files: readonly File[]) => void;
}

/** What is on the clipboard, or dropped. */
export function clipOf(data: DataTransfer): Clip {
  return {
    types: [...data.types],
    plain: data.getData("text/plain"),
    html: data.getData("text/html"),
    files: data.files.length,
  };
}

/**
 * Pastes rich text as Markdown. What makes Markdown of it is loaded at the first time; what is
 * typed meanwhile comes after it. Where it cannot be loaded, or takes long, the plain text is
 * pasted.
 */
export function usePaste({ area, onTitle, onFiles }: PasteOptions) {
  const waiting = useRef<Waiting>(undefined);
  useEffect(() => () => waiting.current?.settle(), []);

  const put = (pasted: Pasted) => {
    const element = area.current;
    if (!element) return;
    const { value, selectionStart, selectionEnd } = element;
    const text = spaced(pasted, value.slice(0, selectionStart), value.slice(selectionEnd));
    element.replace(selectionStart, selectionEnd, text);
  };

  return {
    /** Puts in a text that came from elsewhere, as if it were pasted. */
    putText: (text: string) => {
      waiting.current?.settle();
      const plan = planPaste({ types: [], plain: text, html: "", files: 0 }, "", false);
      if (plan.do === "export") {
        onTitle(plan.title);
        put({ text: plan.content, inline: false, plain: true });
      } else put({ text: lines(text), inline: true, plain: true });
    },
    /** Puts blocks at the end, wherever the caret is. */
    append: (content: string) => {
      waiting.current?.settle();
      const element = area.current;
      if (!element || content === "") return;
      const { value } = element;
      const text = spaced({ text: content, inline: false, plain: true }, value, "");
      element.replace(value.length, value.length, text);
    },
    /** Returns whether it has handled the paste. */
    onPaste: (event: ClipboardEvent, asPlain: boolean): boolean => {
      waiting.current?.settle();
      const element = area.current;
      if (!element || !event.clipboardData) return false;
      const { value, selectionStart: start, selectionEnd: end } = element;
      const clip = clipOf(event.clipboardData);
      const plan = planPaste(
        asPlain ? { ...clip, html: "" } : clip,
        value.slice(start, end),
        isInCode(value, start, end),
      );
      switch (plan.do) {
        case "leave":
          return false;
        case "files":
          onFiles([...event.clipboardData.files]);
          return true;
        case "link": {
          const edit = linkTo(value, start, end, plan.address);
          if (!edit) return false;
          element.replace(edit.start, edit.end, edit.insert);
          return true;
        }
        case "export":
          onTitle(plan.title);
          put({ text: plan.content, inline: false, plain: true });
          return true;
        case "convert":
          break;
      }
      const plain: Pasted = { text: lines(plan.plain), inline: true, plain: true };
      const finish = () => {
        const pasted = converted(plan.html) ?? plain;
        if (pasted.text === "" && plain.text === "") return;
        const isPlain = pasted.text === "" || (pasted.plain && plain.text !== "");
        put(isPlain ? plain : pasted);
      };
      if (convert) finish();
      else waiting.current = new Waiting(element, finish, () => (waiting.current = undefined));
      return true;
    },
  };
}

function converted(html: string): Pasted | undefined {
  try {
    return convert?.(html);
  } catch {
    // Whatever another program wrote: its plain text is there.
    return undefined;
  }
}

/** A paste that waits for what makes Markdown of it. */
class Waiting {
  readonly #target: TextTarget;
  readonly #finish: () => void;
  readonly #end: () => void;
  readonly #stop = new AbortController();
  /** What was typed meanwhile. */
  #typed = "";

  constructor(target: TextTarget, finish: () => void, end: () => void) {
    this.#target = target;
    const { element } = target;
    this.#finish = finish;
    this.#end = end;
    const { signal } = this.#stop;
    // Before the editor's own listeners.
    const first = { signal, capture: true };
    element.addEventListener("beforeinput", (event) => this.#hold(event), first);
    // Everything else must find the text where it belongs, even if it is plain.
    for (const name of ["compositionstart", "pointerdown", "blur", "cut", "drop"]) {
      element.addEventListener(name, () => this.settle(), first);
    }
    element.addEventListener("keydown", (event) => this.#onKey(event), first);
    const timer = setTimeout(() => this.settle(), patience);
    signal.addEventListener("abort", () => clearTimeout(timer));
    import("./rich-text.ts").then(
      ({ fromRichText }) => {
        convert = fromRichText;
        this.settle();
      },
      () => this.settle(),
    );
  }

  #hold(event: InputEvent): void {
    if (event.inputType === "insertText" && !event.isComposing) {
      this.#typed += event.data ?? "";
    } else {
      this.settle();
      return;
    }
    event.preventDefault();
  }

  #onKey(event: KeyboardEvent): void {
    const writes = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
    const isModifier = ["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"].includes(event.key);
    if (event.key === "Enter") {
      this.#typed += "\n";
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (!writes && !isModifier) this.settle();
  }

  /** Puts in what is there: Markdown if that can be made by now, or else the plain text. */
  settle(): void {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.#end();
    if (!this.#target.element.isConnected) return;
    this.#finish();
    if (this.#typed === "") return;
    const { selectionStart, selectionEnd } = this.#target;
    this.#target.replace(selectionStart, selectionEnd, this.#typed);
  }
}

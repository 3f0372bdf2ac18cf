import { createPostLimits } from "@connectly/common";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
} from "react";

import { isComposing } from "../../lib/keys.ts";
import { insert } from "./insert.ts";
import { planTitle } from "./paste.ts";

const titleLimit = createPostLimits.title.maxLength;

interface TitleFieldProps {
  readonly value: string;
  readonly fault: string | undefined;
  /** Whether something is wrong with it that is said elsewhere. */
  readonly isFaulty: boolean;
  readonly onChange: (title: string) => void;
  /** A post from an export was pasted: its text, and its title unless that was put in here. */
  readonly onPost: (content: string, otherTitle: string) => void;
  /** Files were pasted, and nothing else. */
  readonly onFiles: (files: readonly File[]) => void;
}

/** One line, however many it takes to show it. */
export function TitleField(props: TitleFieldProps) {
  const { value, fault, isFaulty, onChange, onPost, onFiles } = props;
  const ref = useRef<HTMLTextAreaElement>(null);
  useHeight(ref, value);
  useNoLineBreaks(ref);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || isComposing(event.nativeEvent)) return;
    event.preventDefault();
    document.getElementById("content")?.focus();
  };
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const text = event.clipboardData.getData("text/plain");
    if (text === "" && event.clipboardData.files.length === 0) return;
    event.preventDefault();
    if (text === "") {
      onFiles([...event.clipboardData.files]);
      return;
    }
    const element = event.currentTarget;
    const { value, selectionStart: start, selectionEnd: end } = element;
    const plan = planTitle(text, value.slice(0, start) + value.slice(end));
    // The text first: the focus comes back to the title.
    if (plan.content !== undefined) onPost(plan.content, plan.otherTitle);
    insert(element, start, plan.insert === "" ? start : end, plan.insert);
  };

  const over = Array.from(value.trim()).length - titleLimit;
  const said =
    fault ??
    (over > 0
      ? `${over} ${over === 1 ? "character" : "characters"} too many. A title can have at most ${titleLimit}.`
      : undefined);
  return (
    <div className="title-box">
      <label htmlFor="title" className="sr-only">
        Title
      </label>
      <textarea
        ref={ref}
        id="title"
        name="title"
        className="title-field"
        rows={1}
        dir="auto"
        enterKeyHint="next"
        placeholder="Title"
        value={value}
        aria-invalid={isFaulty || said !== undefined}
        aria-describedby={said === undefined ? undefined : "title-errors"}
        onChange={(event) => onChange(event.target.value.replace(/[\r\n]+/g, " "))}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      {said !== undefined && (
        <p id="title-errors" className="field-errors">
          {said}
        </p>
      )}
    </div>
  );
}

/**
 * Makes a field as high as its text. Its width changes the height as well, when a window or a
 * telephone is turned, and so do the fonts when they arrive.
 */
function useHeight(ref: RefObject<HTMLTextAreaElement | null>, value: string): void {
  useLayoutEffect(() => {
    if (ref.current) fit(ref.current);
  }, [ref, value]);
  useEffect(() => {
    const element = ref.current;
    if (!element || sizesItself) return;
    let width = element.clientWidth;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === width) return;
      width = element.clientWidth;
      fit(element);
    });
    const again = () => fit(element);
    observer.observe(element);
    document.fonts.addEventListener("loadingdone", again);
    return () => {
      observer.disconnect();
      document.fonts.removeEventListener("loadingdone", again);
    };
  }, [ref]);
}

/** The style sheet asks for it; not every browser can. */
const sizesItself = CSS.supports("field-sizing", "content");

function fit(element: HTMLTextAreaElement): void {
  if (sizesItself) return;
  element.style.height = "auto";
  element.style.height = `${element.scrollHeight}px`;
}

/**
 * Keeps out the line break that some input methods, as Korean ones, write with the Enter that ends
 * a composition. React's own event tells nothing of it.
 */
function useNoLineBreaks(ref: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    const element = ref.current;
    const onBeforeInput = (event: InputEvent) => {
      if (["insertLineBreak", "insertParagraph"].includes(event.inputType)) event.preventDefault();
    };
    element?.addEventListener("beforeinput", onBeforeInput);
    return () => element?.removeEventListener("beforeinput", onBeforeInput);
  }, [ref]);
}

/**
 * Puts a text in the place of a stretch, the way that typing does: the browser can undo it in one
 * step, and the field's listeners hear of it.
 */
export function insert(
  element: HTMLTextAreaElement,
  start: number,
  end: number,
  text: string,
): void {
  element.focus();
  element.setSelectionRange(start, end);
  if (text === "" && start === end) return;
  // What is hidden cannot have the focus, and the command writes where the focus is.
  const isFocused = document.activeElement === element;
  // The only way that leaves the browser's own undo whole. It is called deprecated, but has no
  // successor, and every editor on the web uses it.
  /* eslint-disable @typescript-eslint/no-deprecated -- as said above */
  const done =
    isFocused &&
    (text === ""
      ? document.execCommand("delete")
      : document.execCommand("insertText", false, text));
  /* eslint-enable @typescript-eslint/no-deprecated */
  if (done) return;
  element.setRangeText(text, start, end, "end");
  element.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
}

/** How long a button says that it has copied. */
const shown = 2_000;

/** Adds a button to each block of code, where the browser lets a page write to the clipboard. */
export function addCopyButtons(root: Element): void {
  // It doesn't on a page without https.
  if (!("clipboard" in navigator)) return;
  for (const frame of root.querySelectorAll(".code-frame")) {
    if (frame.querySelector(".code-copy")) continue;
    const code = frame.querySelector("code");
    if (code) frame.append(buttonFor(code));
  }
}

function buttonFor(code: HTMLElement): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "code-copy";
  button.dir = "ltr";
  button.textContent = "Copy";
  button.setAttribute("aria-label", "Copy this code");
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = (word: string) => {
    clearTimeout(timer);
    button.textContent = word;
    button.setAttribute("aria-label", word);
    timer = setTimeout(() => {
      button.textContent = "Copy";
      button.setAttribute("aria-label", "Copy this code");
    }, shown);
  };
  button.addEventListener("click", () => {
    const text = code.textContent.replace(/\n$/, "");
    navigator.clipboard.writeText(text).then(
      () => say("Copied"),
      () => say("Couldn’t copy"),
    );
  });
  return button;
}

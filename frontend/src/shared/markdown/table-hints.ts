const hint = "Scroll the table sideways to see the rest.";

/** Says under each table that is too wide that it scrolls. Returns a function that stops looking. */
export function hintAtWideTables(root: Element): () => void {
  const boxes = root.querySelectorAll(".table-scroll");
  if (boxes.length === 0) return () => undefined;
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const box = target.closest(".table-scroll");
      if (box) show(box, box.scrollWidth > box.clientWidth + 1);
    }
  });
  for (const box of boxes) {
    observer.observe(box);
    if (box.firstElementChild) observer.observe(box.firstElementChild);
  }
  return () => observer.disconnect();
}

function show(box: Element, isWide: boolean): void {
  const shown = box.nextElementSibling;
  if (!isWide) {
    shown?.remove();
  } else if (!shown) {
    const words = document.createElement("p");
    words.className = "table-hint";
    words.dir = "ltr";
    words.textContent = hint;
    box.after(words);
  }
}

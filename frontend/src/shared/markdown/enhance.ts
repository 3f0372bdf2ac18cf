import { addCopyButtons } from "./copy-code.ts";
import { followPictures } from "./pictures.ts";
import { hintAtWideTables } from "./table-hints.ts";

/**
 * Adds to a post's HTML what takes a script: colours and a button for code, a hint under tables that
 * scroll, frames that become as high as their pictures. It may be called again when there is more in
 * the element. Returns a function that ends what goes on.
 *
 * No React here, because the server's pages use it too.
 */
export function enhance(root: Element): () => void {
  followPictures(root);
  addCopyButtons(root);
  const ends = [colourCode(root), hintAtWideTables(root)];
  return () => {
    for (const end of ends) end();
  };
}

/**
 * Loads the highlighter once a block of code whose language is named is about to be seen. Returns a
 * function that stops looking.
 */
function colourCode(root: Element): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        const code = target.querySelector("code");
        if (code) void colour(code);
      }
    },
    // A screen ahead.
    { rootMargin: "100% 0px" },
  );
  for (const block of root.querySelectorAll("pre[data-language]:not([data-coloured])")) observer.observe(block);
  return () => observer.disconnect();
}

async function colour(code: HTMLElement): Promise<void> {
  try {
    const { highlight } = await import("./highlight.ts");
    await highlight(code);
  } catch {
    // Code without colours can be read as well.
  }
}

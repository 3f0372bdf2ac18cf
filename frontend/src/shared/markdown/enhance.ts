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
  colourCode(root);
  return hintAtWideTables(root);
}

/** The highlighter is loaded only for posts with code whose language is named. */
function colourCode(root: Element): void {
  const blocks = root.querySelectorAll<HTMLElement>("pre[data-language]:not([data-coloured]) > code");
  if (blocks.length === 0) return;
  void import("./highlight.ts").then(
    ({ highlight }) => Promise.all(Array.from(blocks, highlight)),
    () => {
      // Code without colours can be read as well.
    },
  );
}

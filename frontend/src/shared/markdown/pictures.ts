import { keepSize, sizeOf } from "./picture-sizes.ts";

/** The pictures that are followed already. */
const followed = new WeakSet<HTMLImageElement>();

/**
 * Follows the pictures of a post until they are there. Markdown doesn't tell the size of those of
 * other sites, so they have a frame, which keeps its height while it can be seen: nothing that is being
 * read moves. Our own come with their size.
 */
export function followPictures(root: Element): void {
  for (const image of root.querySelectorAll("img")) {
    if (followed.has(image)) continue;
    followed.add(image);
    const frame = image.closest<HTMLElement>(".picture");
    const size = frame?.classList.contains("picture-coming") ? sizeOf(image.src) : undefined;
    if (frame && size) fit(frame, image, size.width, size.height);
    if (image.complete) settle(frame, image);
    else {
      image.addEventListener("load", () => settle(frame, image), { once: true });
      image.addEventListener("error", () => replace(frame, image), { once: true });
    }
  }
}

/** A picture is there, or can't be had. */
function settle(frame: HTMLElement | null, image: HTMLImageElement): void {
  const { naturalWidth: width, naturalHeight: height } = image;
  if (width === 0) {
    // A picture that is loaded later is complete too, as long as it has no address yet.
    if (image.currentSrc !== "") replace(frame, image);
    return;
  }
  if (!frame?.classList.contains("picture-coming")) return;
  keepSize(image.src, { width, height });
  const box = frame.getBoundingClientRect();
  if (isUnseen(box, height * Math.min(1, box.width / width))) fit(frame, image, width, height);
}

function fit(frame: HTMLElement, image: HTMLImageElement, width: number, height: number): void {
  image.width = width;
  image.height = height;
  frame.classList.remove("picture-coming");
}

/** Shows the description of a picture that can't be loaded. */
function replace(frame: HTMLElement | null, image: HTMLImageElement): void {
  const { alt } = image;
  if (!frame) {
    const words = document.createElement("span");
    words.className = "no-image";
    words.textContent = alt;
    image.replaceWith(words);
    return;
  }
  const words = alt.trim() === "" ? "This picture could not be loaded." : alt;
  frame.className = "picture picture-broken";
  frame.setAttribute("role", "img");
  frame.setAttribute("aria-label", words);
  if (image.title !== "") frame.title = image.title;
  const shown = document.createElement("span");
  shown.dir = "auto";
  shown.textContent = words;
  image.replaceWith(shown);
}

/** Whether a frame can have another height, and nobody sees anything move. */
function isUnseen({ top, bottom }: DOMRect, height: number): boolean {
  if (top >= window.innerHeight) return true;
  // The browser keeps the place of what is seen, where it can.
  if (bottom <= 0) return CSS.supports("overflow-anchor", "auto");
  return bottom >= window.innerHeight && top + height >= window.innerHeight;
}

/** What each element's blocks were made from. Scripts may have changed the blocks since. */
const sources = new WeakMap<Element, readonly string[]>();

/** Shows other HTML in an element, and leaves the blocks alone that are the same as before. */
export function updateBlocks(root: Element, html: string): void {
  const template = document.createElement("template");
  template.innerHTML = html;
  const blocks = [...template.content.childNodes];
  const now = blocks.map((block) => (block instanceof Element ? block.outerHTML : (block.nodeValue ?? "")));
  const before = sources.get(root) ?? [];
  sources.set(root, now);
  const least = Math.min(before.length, now.length);
  let same = 0;
  while (same < least && before[same] === now[same]) same += 1;
  let sameAtEnd = 0;
  while (sameAtEnd < least - same && before.at(-1 - sameAtEnd) === now.at(-1 - sameAtEnd)) {
    sameAtEnd += 1;
  }
  const shown = [...root.childNodes];
  for (const old of shown.slice(same, before.length - sameAtEnd)) old.remove();
  const next = shown[before.length - sameAtEnd] ?? null;
  for (const block of blocks.slice(same, now.length - sameAtEnd)) root.insertBefore(block, next);
}

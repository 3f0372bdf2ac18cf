/** Whether a text is one address that a link may have, and nothing else. */
export function isAddress(text: string): boolean {
  return /^(?:https?:\/\/[^\s<>]+|mailto:[^\s<>@]+@[^\s<>]+)$/i.test(text) && URL.canParse(text);
}

/** A link, or with another opening a picture, with words that are as they should be already. */
export function link(words: string, address: string, opening: "[" | "![" = "["): string {
  return `${opening}${words}](${destination(address)})`;
}

/** An address as written in a link. */
export function destination(address: string): string {
  if (!/[\s<>]/.test(address) && isBalanced(address)) return address;
  return `<${address.replace(/[\r\n]/g, "").replace(/[<>\\]/g, "\\$&")}>`;
}

function isBalanced(address: string): boolean {
  let depth = 0;
  for (const [character] of address.matchAll(/[()]/g)) {
    depth += character === "(" ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

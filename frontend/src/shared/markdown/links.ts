/** No honest address is longer; a post of references could repeat a long one without end. */
const longest = 2_048;

/** An address that a link of a post may have, or nothing. */
export function safeLink(address: string): string | undefined {
  if (address.length > longest) return undefined;
  const url = parse(address);
  // What is neither a whole address nor a place on this site was mistyped, or means harm.
  if (!url || !/^(?:https?:|mailto:|[/#])/i.test(address)) return undefined;
  return ["http:", "https:", "mailto:"].includes(url.protocol) ? address : undefined;
}

/** An address that a picture of a post may have, or nothing: it is fetched without being asked. */
export function safeImage(address: string): string | undefined {
  if (address.length > longest) return undefined;
  // What is relative would be a file of ours, of which none is a post's.
  return URL.canParse(address) && new URL(address).protocol === "https:" ? address : undefined;
}

/** Whether a picture is one of the small signs that projects put in a row, which belong in a line. */
export function isBadge(address: string): boolean {
  return /\bbadges?\b|shields\.io|badgen\.net/i.test(address);
}

/** Whether a link leads away from this site. */
export function isExternal(address: string): boolean {
  const url = parse(address);
  return url !== undefined && url.origin !== origin();
}

// The browser's own parser, because the browser will follow the link.
function parse(address: string): URL | undefined {
  return URL.canParse(address, origin()) ? new URL(address, origin()) : undefined;
}

function origin(): string {
  return typeof window === "undefined" ? "https://connectly.invalid" : window.location.origin;
}

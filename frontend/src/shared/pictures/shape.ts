/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Longer sides are made shorter before an upload: no screen shows more. */
export const LONGEST_SIDE = 2560;

/** Files up to this size are sent as they are, if their pictures aren't larger than that. */
const SMALL_FILE = 300_000;

/** The widths that the server keeps beside a picture's own. */
const WIDTHS = [480, 960, 1440];

/** The size that a picture is uploaded in. */
export function uploadSize({ width, height }: Size): Size {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: scaled(width, scale), height: scaled(height, scale) };
}

/** The narrower sizes of a picture that the server keeps as well, as it counts them. */
export function narrowerSizes({ width, height }: Size): Size[] {
  return WIDTHS.filter((narrower) => narrower < width).map((narrower) => ({
    width: narrower,
    height: Math.max(1, Math.floor((2 * height * narrower + width) / (2 * width))),
  }));
}

/** Whether a picture is sent as it is. */
export function isSentAsItIs(file: { readonly size: number; readonly type: string }, size: Size): boolean {
  const isLarge = Math.max(size.width, size.height) > LONGEST_SIDE;
  return file.size <= SMALL_FILE && !isLarge && SENDABLE.includes(file.type);
}

/** The formats that the server takes. */
export const SENDABLE = ["image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"];

/**
 * Whether a file's beginning says that it is animated. Making it smaller would leave the first frame
 * alone.
 */
export function isAnimated(beginning: Uint8Array): boolean {
  const text = String.fromCharCode(...beginning.subarray(0, 4096));
  if (text.startsWith("GIF8")) return true;
  if (text.startsWith("RIFF") && text.startsWith("WEBPVP8X", 8)) {
    return (text.charCodeAt(20) & 0x02) !== 0;
  }
  if (!text.startsWith("\x89PNG")) return false;
  // An animated PNG says so before its first pixels.
  const animation = text.indexOf("acTL");
  const pixels = text.indexOf("IDAT");
  return animation > 0 && (pixels < 0 || animation < pixels);
}

function scaled(side: number, scale: number): number {
  return Math.max(1, Math.round(side * scale));
}

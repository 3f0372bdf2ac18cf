/** Finds the pictures of a post, and makes them ready to upload. */

import path from "node:path";

import { fromMarkdown } from "mdast-util-from-markdown";
import sharp from "sharp";
import { visit } from "unist-util-visit";

/** Longer sides are made shorter: no screen shows more pixels. */
const LONGEST_SIDE = 2560;

/** The widths that Connectly keeps beside a picture's own, in pixels. */
const WIDTHS = [480, 960, 1440];

/** Files up to this size, in bytes, are sent as they are. */
const SMALL_FILE = 300_000;

/** The formats that Connectly takes, by the names that sharp has for them. */
const MEDIA_TYPES = new Map([
  ["jpeg", "image/jpeg"],
  ["png", "image/png"],
  ["webp", "image/webp"],
  ["heif", "image/avif"],
  ["gif", "image/gif"],
]);

/**
 * @typedef {object} Prepared A picture that is ready to upload.
 * @property {Blob} file
 * @property {{ width: number, file: Blob }[]} narrower The same picture, narrower.
 */

/**
 * The addresses in a Markdown text that lead to pictures beside it: those without a scheme or a host.
 *
 * @param {string} content
 * @returns {Set<string>}
 */
export function localPictures(content) {
  const found = new Set(pictures(content).map(({ url }) => url));
  return new Set([...found].filter(isLocal));
}

/** @param {string} address */
export function isLocal(address) {
  return address !== "" && !/^(?:[a-z][a-z\d+.-]*:|\/\/|#)/i.test(address);
}

/**
 * The text with other addresses of pictures.
 *
 * @param {string} content
 * @param {ReadonlyMap<string, string>} addresses The new addresses by the old ones.
 * @returns {string}
 */
export function withAddresses(content, addresses) {
  let text = content;
  // From the end, so that the places before stay where they are.
  for (const { url, start, end } of pictures(content).reverse()) {
    const address = addresses.get(url);
    if (address !== undefined) text = text.slice(0, start) + address + text.slice(end);
  }
  return text;
}

/**
 * The pictures in a text, in order, each with the place of its address.
 *
 * @param {string} content
 */
function pictures(content) {
  /** @type {{ url: string, start: number, end: number }[]} */
  const found = [];
  const tree = fromMarkdown(content);
  /** @type {Set<string>} */
  const references = new Set();
  visit(tree, "imageReference", (node) => {
    references.add(node.identifier);
  });
  visit(tree, (node) => {
    const isDefinition = node.type === "definition" && references.has(node.identifier);
    if (node.type !== "image" && !isDefinition) return;
    const { start, end } = node.position ?? {};
    if (start?.offset === undefined || end?.offset === undefined) return;
    const source = content.slice(start.offset, end.offset);
    // An alternative text may hold anything, but not more than one address follows it.
    const opening = node.type === "image" ? source.lastIndexOf("](") + 2 : source.indexOf("]:") + 2;
    const written = /^\s*(?:<((?:[^<>\\]|\\.)*)>|((?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))+))/.exec(source.slice(opening));
    if (written === null) return;
    const [all, inBrackets, bare = ""] = written;
    const length = inBrackets === undefined ? bare.length : inBrackets.length + 2;
    const from = start.offset + opening + all.length - length;
    found.push({ url: node.url, start: from, end: from + length });
  });
  return found.sort((one, other) => one.start - other.start);
}

/**
 * The file that an address leads to: beside the post, or below the folder of the blog's static files.
 *
 * @param {string} address
 * @param {string} postFile
 * @param {string[]} roots Where addresses that begin with `/` begin.
 * @returns {string[]} The files to try, in order.
 */
export function candidates(address, postFile, roots) {
  const [bare = ""] = address.split(/[?#]/);
  /** @type {string} */
  let name;
  try {
    name = decodeURIComponent(bare);
  } catch {
    name = bare;
  }
  if (!name.startsWith("/")) return [path.join(path.dirname(postFile), name), ...roots.map((root) => path.join(root, name))];
  return roots.map((root) => path.join(root, name));
}

/**
 * Makes a picture ready: no larger than screens need, with the widths that the site serves. Animations
 * and small files stay as they are.
 *
 * @param {Buffer<ArrayBuffer>} bytes
 * @returns {Promise<Prepared>}
 * @throws {Error} If it is no picture that Connectly takes.
 */
export async function prepare(bytes) {
  const picture = sharp(bytes, { animated: false });
  const { format, width, height, pages = 1 } = await picture.metadata();
  const mediaType = MEDIA_TYPES.get(format);
  if (mediaType === undefined || width === undefined || height === undefined) {
    throw new Error(`it is ${format}; Connectly takes JPEG, PNG, WebP, AVIF and GIF`);
  }
  const original = new Blob([bytes], { type: mediaType });
  if (pages > 1 || format === "gif") return { file: original, narrower: [] };
  // As it is shown: a photograph may lie on its side.
  const upright = sharp(bytes).autoOrient();
  const shown = (await upright.clone().metadata()).autoOrient;
  const isLarge = Math.max(shown.width, shown.height) > LONGEST_SIDE;
  const file = bytes.length <= SMALL_FILE && !isLarge ? original : await smaller(upright, original, isLarge);
  const whole = isLarge ? Math.round(shown.width * (LONGEST_SIDE / Math.max(shown.width, shown.height))) : shown.width;
  const narrower = [];
  for (const narrow of WIDTHS.filter((narrow) => narrow < whole)) {
    const size = { width: narrow, height: Math.max(1, Math.round((shown.height * narrow) / shown.width)) };
    const drawn = await webp(upright.clone().resize({ ...size, fit: "fill" }));
    if (drawn.size < file.size) narrower.push({ width: narrow, file: drawn });
  }
  return { file, narrower };
}

/**
 * @param {import("sharp").Sharp} picture
 * @param {Blob} original
 * @param {boolean} isLarge
 */
async function smaller(picture, original, isLarge) {
  const drawn = await webp(
    picture.clone().resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: "inside", withoutEnlargement: true }),
  );
  return isLarge || drawn.size < original.size ? drawn : original;
}

/** @param {import("sharp").Sharp} picture */
async function webp(picture) {
  const bytes = await picture.webp({ quality: 85 }).toBuffer();
  return new Blob([Uint8Array.from(bytes)], { type: "image/webp" });
}

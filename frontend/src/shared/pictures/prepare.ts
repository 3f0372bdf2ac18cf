import {
  isAnimated,
  isSentAsItIs,
  narrowerSizes,
  SENDABLE,
  type Size,
  uploadSize,
} from "./shape.ts";

/** A picture that is ready to upload. */
export interface PreparedPicture {
  readonly file: Blob;
  /** Null if the browser can't show it; the server may still know it. */
  readonly size: Size | null;
  /** The same picture, narrower. */
  readonly narrower: readonly { readonly width: number; readonly file: Blob }[];
}

const QUALITY = 0.85;

/** The formats that can have transparency. */
const TRANSPARENT = ["image/png", "image/webp", "image/avif"];

/**
 * Makes a picture ready: no larger than screens need, and without location and camera. Animations and small
 * files stay as they are; the server removes what isn't part of the picture.
 */
export async function preparePicture(file: Blob): Promise<PreparedPicture> {
  const asItIs = { file, size: null, narrower: [] };
  if (isAnimated(new Uint8Array(await file.slice(0, 4096).arrayBuffer()))) return asItIs;
  const bitmap = await decoded(file);
  if (bitmap === null) return asItIs;
  try {
    const size = uploadSize(bitmap);
    const prepared = isSentAsItIs(file, bitmap) ? file : await smallest(file, bitmap, size);
    const narrower = [];
    for (const narrow of narrowerSizes(size)) {
      const drawn = await encoded(bitmap, narrow, file.type);
      // If it takes more room than the picture itself, it's of no use.
      if (drawn && drawn.size < prepared.size) narrower.push({ width: narrow.width, file: drawn });
    }
    return { file: prepared, size, narrower };
  } finally {
    bitmap.close();
  }
}

/** The picture in this size, or the file itself if that's smaller and the size is the same. */
async function smallest(file: Blob, bitmap: ImageBitmap, size: Size): Promise<Blob> {
  const drawn = await encoded(bitmap, size, file.type);
  if (drawn === null) return file;
  const isSameSize = size.width === bitmap.width && size.height === bitmap.height;
  const isBetter = isSameSize && file.size <= drawn.size && SENDABLE.includes(file.type);
  return isBetter ? file : drawn;
}

/** Null if the browser can't show it. */
async function decoded(file: Blob): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
}

/** Null if the picture is too large for the browser. */
async function encoded(bitmap: ImageBitmap, size: Size, type: string): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  const webp = await blob(canvas, "image/webp");
  // A browser that can't write WebP writes PNG, which only pictures with transparency need.
  if (webp?.type === "image/webp" || TRANSPARENT.includes(type)) return webp;
  return blob(canvas, "image/jpeg");
}

function blob(canvas: HTMLCanvasElement, type: string): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));
}

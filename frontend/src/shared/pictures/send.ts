import type { Picture } from "@connectly/common";

import { LARGEST_FILE, PictureTooLarge } from "./fault.ts";
import { preparePicture } from "./prepare.ts";
import { uploadPicture, type UploadOptions } from "./upload.ts";

/**
 * Makes a picture ready and uploads it.
 *
 * Rejects with a reason for which `pictureFault` has words, or with the signal's reason.
 */
export async function sendPicture(file: File, options: UploadOptions): Promise<Picture> {
  const prepared = await preparePicture(file);
  options.signal?.throwIfAborted();
  // Nothing is sent in vain.
  if (prepared.file.size > LARGEST_FILE) throw new PictureTooLarge("the picture is too large");
  return uploadPicture(prepared, options);
}

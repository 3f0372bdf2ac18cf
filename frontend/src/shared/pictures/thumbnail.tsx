import { useEffect, useRef } from "react";

/** The longer side, in pixels of a dense screen. */
const side = 160;

/**
 * A file's picture, small. It is drawn, because the Content-Security-Policy allows no addresses of
 * files. Nothing is shown of what the browser can't read.
 */
export function Thumbnail({ file }: { readonly file: Blob }) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let isGone = false;
    createImageBitmap(file, { imageOrientation: "from-image" }).then(
      (bitmap) => {
        const canvas = ref.current;
        if (canvas && !isGone) {
          const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
          canvas.width = Math.max(1, Math.round(bitmap.width * scale));
          canvas.height = Math.max(1, Math.round(bitmap.height * scale));
          canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
          canvas.hidden = false;
        }
        bitmap.close();
      },
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [file]);
  return <canvas ref={ref} className="thumbnail" hidden aria-hidden="true" />;
}

import { useRef, useState } from "react";

import { keepSize, type Size, sizeOf } from "./picture-sizes.ts";

interface PictureProps {
  readonly src: string;
  readonly alt: string;
  readonly title: string | undefined;
  /** On a line of its own, and not within one. */
  readonly apart: boolean;
}

/**
 * A picture of a post. Markdown does not tell its size, so it has a frame until it is there, and the
 * frame keeps its height while it can be seen: nothing that is being read moves.
 */
export function Picture({ src, alt, title, apart }: PictureProps) {
  const frame = useRef<HTMLSpanElement>(null);
  const [size, setSize] = useState<Size | undefined>(() => sizeOf(src));
  const [broken, setBroken] = useState(false);
  if (broken && !apart) return <span className="no-image">{alt}</span>;
  if (broken) {
    const words = alt.trim() === "" ? "This picture could not be loaded." : alt;
    return (
      <span className="picture picture-broken" role="img" aria-label={words} title={title}>
        <span dir="auto">{words}</span>
      </span>
    );
  }
  const image = (
    <img
      src={src}
      alt={alt}
      title={title}
      width={size?.width}
      height={size?.height}
      loading="lazy"
      decoding="async"
      referrerPolicy="no-referrer"
      onError={() => setBroken(true)}
      onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => {
        if (width === 0 || height === 0) return;
        keepSize(src, { width, height });
        const box = frame.current?.getBoundingClientRect();
        if (apart && size === undefined && box && isUnseen(box, height * Math.min(1, box.width / width))) {
          setSize({ width, height });
        }
      }}
    />
  );
  if (!apart) return image;
  return (
    <span ref={frame} className={size ? "picture" : "picture picture-coming"}>
      {image}
    </span>
  );
}

/** Whether a frame can have another height, and nobody sees anything move. */
function isUnseen({ top, bottom }: DOMRect, height: number): boolean {
  if (top >= window.innerHeight) return true;
  // The browser keeps the place of what is seen, where it can.
  if (bottom <= 0) return CSS.supports("overflow-anchor", "auto");
  return bottom >= window.innerHeight && top + height >= window.innerHeight;
}

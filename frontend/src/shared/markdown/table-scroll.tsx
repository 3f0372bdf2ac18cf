import { type ReactNode, useEffect, useRef, useState } from "react";

import type { Direction } from "../../lib/bidi.ts";

interface TableScrollProps {
  readonly dir: Direction | undefined;
  readonly children: ReactNode;
}

/** A table that scrolls to the side where it is too wide, and says so. */
export function TableScroll({ dir, children }: TableScrollProps) {
  const box = useRef<HTMLDivElement>(null);
  const [isWide, setWide] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const measure = () => setWide(element.scrollWidth > element.clientWidth + 1);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);
  return (
    <div className="table-frame" dir={dir}>
      {/* What scrolls must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is a scrolling region */}
      <div ref={box} className="table-scroll" role="group" aria-label="Table" tabIndex={0}>
        {children}
      </div>
      {isWide && (
        <p className="table-hint" dir="ltr">
          Scroll the table sideways to see the rest.
        </p>
      )}
    </div>
  );
}

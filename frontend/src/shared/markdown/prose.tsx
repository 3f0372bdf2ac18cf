import "@fontsource-variable/jetbrains-mono/wght.css";
import "@fontsource-variable/source-serif-4/wght-italic.css";

import { memo, useLayoutEffect, useRef } from "react";

import { enhance } from "./enhance.ts";
import { updateBlocks } from "./update-blocks.ts";

/**
 * A post's text, from HTML that the renderer made (crates/markdown), which alone decides what may be
 * in it. When the text changes, what has not changed stays as it is: pictures don't flicker.
 */
export const Prose = memo(function Prose({ html }: { readonly html: string }) {
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!root.current) return undefined;
    updateBlocks(root.current, html);
    return enhance(root.current);
  }, [html]);
  return <div ref={root} className="prose" dir="ltr" />;
});

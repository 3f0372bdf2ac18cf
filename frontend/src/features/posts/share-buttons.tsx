import { useEffect, useState } from "react";

import { canCopy, canShare, copyLink, said, shareLink } from "../../lib/sharing.ts";
import { Button } from "../../ui/button.tsx";

/** Passes on the address of a post. */
export function ShareButtons({ path, title }: { readonly path: string; readonly title: string }) {
  const [words, setWords] = useState("");
  const url = new URL(path, window.location.origin).href;

  useEffect(() => {
    if (words === "") return undefined;
    const timer = setTimeout(() => setWords(""), said);
    return () => clearTimeout(timer);
  }, [words]);

  if (!canCopy && !canShare) return null;
  return (
    <div className="post-share scripted">
      {canCopy && (
        <Button className="button-small" onClick={() => void copyLink(url).then(setWords)}>
          {words === "" ? "Copy link" : words}
        </Button>
      )}
      {canShare && (
        <Button className="button-small" onClick={() => void shareLink(url, title)}>
          Share
        </Button>
      )}
      <span className="sr-only" role="status">
        {words}
      </span>
    </div>
  );
}

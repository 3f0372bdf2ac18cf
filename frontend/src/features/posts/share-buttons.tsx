import { canCopy, canShare, shareLink } from "../../lib/sharing.ts";
import { Button } from "../../ui/button.tsx";
import { useCopyLink } from "../../ui/use-copy-link.ts";

/** Passes on the address of a post. */
export function ShareButtons({ path, title }: { readonly path: string; readonly title: string }) {
  const [words, copy] = useCopyLink();
  const url = new URL(path, window.location.origin).href;

  if (!canCopy && !canShare) return null;
  return (
    <div className="post-share scripted">
      {canCopy && (
        <Button className="button-small" onClick={() => copy(url)}>
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

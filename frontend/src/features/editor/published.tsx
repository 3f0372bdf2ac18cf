import { useEffect, useRef, useState } from "react";

import { to } from "../../lib/paths.ts";
import { canCopy } from "../../lib/sharing.ts";
import { sayMoment } from "../../lib/time.ts";
import { isScheduled } from "../../shared/posts/scheduled.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ReaderLink } from "../../ui/reader-link.tsx";
import { useCopyLink } from "../../ui/use-copy-link.ts";
import { usePostPage } from "./use-post-page.ts";

interface PublishedProps {
  readonly id: string;
  /** The time of publication that its writer has decided on, if any. */
  readonly decided: string | null;
  readonly onClose: () => void;
}

/** Says that a post is published, and where. */
export function Published({ id, decided, onClose }: PublishedProps) {
  const page = usePostPage(id);
  const [now] = useState(() => Date.now());
  // What was decided counts until the server has said how it is.
  const { publishedAt, updatedAt } = page ?? { publishedAt: decided, updatedAt: new Date(0).toISOString() };
  const isLater = isScheduled({ publishedAt, updatedAt }, now);
  const path = page?.address ?? to.post(id);
  const view = useRef<HTMLAnchorElement>(null);
  // The button that was pressed is gone.
  useEffect(() => view.current?.focus(), []);
  return (
    <Dialog title={isLater ? "Scheduled" : "Published"} onClose={onClose}>
      <p role="status">
        {isLater
          ? `Readers can see your post from ${sayMoment(new Date(publishedAt ?? ""))}. Until then, only you can.`
          : "Your post is out. This is its address:"}
      </p>
      <p className="published-address">
        <bdi>{decodeURI(new URL(path, location.href).href)}</bdi>
      </p>
      <div className="dialog-actions">
        <CopyLink url={new URL(path, location.href).href} />
        <Button onClick={onClose}>Keep writing</Button>
        <ReaderLink ref={view} to={path} className="button button-primary">
          View post
        </ReaderLink>
      </div>
    </Dialog>
  );
}

function CopyLink({ url }: { readonly url: string }) {
  const [words, copy] = useCopyLink();
  // Elsewhere the address can be selected.
  if (!canCopy) return null;
  return (
    <>
      <Button onClick={() => copy(url)}>{words || "Copy link"}</Button>
      <span role="status" className="sr-only">
        {words}
      </span>
    </>
  );
}

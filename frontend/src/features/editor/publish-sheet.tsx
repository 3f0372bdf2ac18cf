import type { User } from "@connectly/common";
import { type Ref, useRef, useState, useSyncExternalStore } from "react";

import { sayMoment } from "../../lib/time.ts";
import type { Text } from "../../shared/drafts/text.ts";
import { isScheduled } from "../../shared/posts/scheduled.ts";
import { unnamed } from "../../ui/author-name.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { AddressField } from "./address-field.tsx";
import { CardPreview } from "./card-preview.tsx";
import { CoverField } from "./cover-field.tsx";
import { isPublished, type Terms } from "./machine.ts";
import { picturesIn } from "./pictures-in.ts";
import { Published } from "./published.tsx";
import type { EditorSession } from "./session.ts";
import { slugOf } from "./slug.ts";
import { statusOf } from "./status.ts";
import { TagsField, type TagsHandle } from "./tags-field.tsx";
import { fieldOf, momentOf, termsOf } from "./terms.ts";
import { TimeField } from "./time-field.tsx";
import { type PostPage, usePostPage } from "./use-post-page.ts";

interface PublishSheetProps {
  readonly session: EditorSession;
  readonly user: User;
  /** The post, once this sheet has published it. */
  readonly outcome: string | undefined;
  readonly onPublish: (terms: Terms | undefined) => void;
  readonly onClose: () => void;
}

/** What is decided before readers see a post: its card, cover, tags, address and time. */
export function PublishSheet({ session, user, outcome, onPublish, onClose }: PublishSheetProps) {
  const { editing } = useSyncExternalStore(session.subscribe, session.view);
  // The post that was there when the sheet opened. One that is published now is another matter.
  const [{ id, isUpdate }] = useState(() => ({ id: session.post, isUpdate: isPublished(editing) }));
  const page = usePostPage(id);
  const tags = useRef<TagsHandle>(null);
  const close = () => {
    tags.current?.commit();
    onClose();
  };
  if (outcome !== undefined) return <Published id={outcome} onClose={onClose} />;
  return (
    <Dialog title={isUpdate ? "Post details" : "Publish"} onClose={close} wide fromTitle>
      <Decisions
        session={session}
        user={user}
        page={page}
        isUpdate={isUpdate}
        tags={tags}
        onPublish={(terms) => tags.current?.commit() !== false && onPublish(terms)}
        onClose={close}
      />
    </Dialog>
  );
}

interface DecisionsProps extends Omit<PublishSheetProps, "outcome"> {
  readonly page: PostPage | undefined;
  readonly isUpdate: boolean;
  readonly tags: Ref<TagsHandle>;
}

function Decisions({ session, user, page, isUpdate, tags, onPublish, onClose }: DecisionsProps) {
  const { editing, kept } = useSyncExternalStore(session.subscribe, session.view);
  const { text, wish } = editing;
  const [slug, setSlug] = useState<string | null>(null);
  /** Undefined as long as the writer leaves it as it is. */
  const [otherTime, setTime] = useState<string | null>();
  const time = otherTime === undefined ? fieldOf(page?.publishedAt ?? null) : otherTime;
  const [isUploading, setUploading] = useState(false);
  const [opened] = useState(() => Date.now());
  const moment = momentOf(time);
  const isLater =
    moment !== null &&
    isScheduled(
      { publishedAt: moment.toISOString(), updatedAt: page?.updatedAt ?? new Date(0).toISOString() },
      opened,
    );
  const isPublishing = wish?.to === "publish";
  const isBusy = isPublishing || isUploading;
  const status = statusOf(editing, kept);

  const change = (part: Partial<Text>) => {
    const { text } = session.view().editing;
    session.dispatch({ type: "typed", text: { ...text, ...part } });
  };
  const action = isLater ? "Schedule" : isUpdate ? "Update" : "Publish";

  return (
    // No form: Enter in a field publishes nothing.
    <div className="sheet">
      <CardPreview
        text={text}
        author={user.name ?? unnamed}
        time={moment === null ? "just now" : sayMoment(moment)}
      />
      <div className="sheet-fields">
        <TagsField ref={tags} tags={text.tags ?? []} onChange={(tags) => change({ tags })} />
        <CoverField
          cover={text.cover ?? null}
          pictures={picturesIn(text.content)}
          onChange={(cover) => change({ cover })}
          onBusy={setUploading}
        />
        <AddressField
          handle={user.handle}
          value={slug}
          usual={page?.slug ?? slugOf(text.title)}
          isKnown={page?.slug != null}
          onChange={setSlug}
        />
        <TimeField
          value={time}
          isDecided={page?.publishedAt != null}
          isScheduled={isLater}
          onChange={setTime}
        />
      </div>
      <div role="alert">
        {status.mood === "worried" && <p className="notice notice-danger">{status.words}</p>}
      </div>
      <div className="dialog-actions sheet-actions">
        {isUpdate && (
          <Button
            look="quiet"
            className="sheet-unpublish"
            onClick={() => {
              session.dispatch({ type: "unpublish" });
              onClose();
            }}
          >
            Back to drafts
          </Button>
        )}
        <Button onClick={onClose}>{isUpdate ? "Close" : "Not yet"}</Button>
        <Button
          look="primary"
          aria-disabled={isBusy}
          onClick={() => !isBusy && onPublish(termsOf({ slug, time }, page))}
        >
          {isPublishing ? "Publishing…" : action}
        </Button>
      </div>
    </div>
  );
}

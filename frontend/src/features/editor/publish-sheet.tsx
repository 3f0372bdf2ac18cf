import type { User } from "@connectly/common";
import { type Ref, useRef, useState, useSyncExternalStore } from "react";
import { flushSync } from "react-dom";

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
import { fieldOf, lacksTime, momentOf, termsOf, type Wanted } from "./terms.ts";
import { TimeField } from "./time-field.tsx";
import type { CoverUpload } from "./use-cover.ts";
import { type PostPage, usePostPage } from "./use-post-page.ts";

interface PublishSheetProps {
  readonly session: EditorSession;
  readonly user: User;
  /** The post, once this sheet has published it. */
  readonly outcome: string | undefined;
  readonly wanted: Wanted;
  readonly cover: CoverUpload;
  readonly onWanted: (wanted: Wanted) => void;
  readonly onPublish: (terms: Terms | undefined) => void;
  readonly onClose: () => void;
}

/** What is decided before readers see a post: its card, cover, tags, address and time. */
export function PublishSheet({ outcome, onPublish, onClose, ...rest }: PublishSheetProps) {
  const { session, wanted } = rest;
  const { editing } = useSyncExternalStore(session.subscribe, session.view);
  // The post that was there when the sheet opened. One that is published now is another matter.
  const [{ id, isUpdate }] = useState(() => ({ id: session.post, isUpdate: isPublished(editing) }));
  const page = usePostPage(id);
  const tags = useRef<TagsHandle>(null);
  const close = () => {
    tags.current?.commit();
    onClose();
  };
  if (outcome !== undefined) {
    const decided = momentOf(wanted.time)?.toISOString() ?? page?.publishedAt ?? null;
    return <Published id={outcome} decided={decided} onClose={onClose} />;
  }
  return (
    <Dialog title={isUpdate ? "Post details" : "Publish"} onClose={close} wide fromTitle>
      <Decisions
        {...rest}
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

function Decisions({
  session,
  user,
  wanted,
  cover,
  page,
  isUpdate,
  tags,
  onWanted,
  onPublish,
  onClose,
}: DecisionsProps) {
  const { editing, kept } = useSyncExternalStore(session.subscribe, session.view);
  const { text, wish } = editing;
  const time = wanted.time === undefined ? fieldOf(page?.publishedAt ?? null) : wanted.time;
  const timeField = useRef<HTMLInputElement>(null);
  /** Whether the button was pressed without a time. */
  const [isTimeMissed, setTimeMissed] = useState(false);
  const [opened] = useState(() => Date.now());
  const moment = momentOf(time);
  const isLater =
    moment !== null &&
    isScheduled(
      { publishedAt: moment.toISOString(), updatedAt: page?.updatedAt ?? new Date(0).toISOString() },
      opened,
    );
  const isPublishing = wish?.to === "publish";
  const isBusy = isPublishing || cover.part !== undefined;
  const status = statusOf(editing, kept);

  const change = (part: Partial<Text>) => {
    const { text } = session.view().editing;
    session.dispatch({ type: "typed", text: { ...text, ...part } });
  };
  const publish = () => {
    if (isBusy) return;
    if (!lacksTime(wanted)) {
      onPublish(termsOf(wanted, page));
      return;
    }
    // Screen readers read the message when the focus gets to the field.
    flushSync(() => setTimeMissed(true));
    timeField.current?.focus();
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
          upload={cover}
          onChange={(cover) => change({ cover })}
        />
        <AddressField
          handle={user.handle}
          value={wanted.slug}
          usual={page?.slug ?? slugOf(text.title)}
          isKnown={page?.slug != null}
          onChange={(slug) => onWanted({ ...wanted, slug })}
        />
        <TimeField
          ref={timeField}
          value={time}
          isDecided={page?.publishedAt != null}
          isScheduled={isLater}
          fault={isTimeMissed && lacksTime(wanted) ? "Enter a date and a time." : undefined}
          onChange={(time) => onWanted({ ...wanted, time })}
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
          onClick={publish}
        >
          {isPublishing ? "Publishing…" : action}
        </Button>
      </div>
    </div>
  );
}

import type { ListedPost } from "@connectly/common";
import { ProblemError } from "@connectly/common";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Link, useSearchParams } from "react-router";

import { api } from "../../lib/api.ts";
import { directionOf, isolated } from "../../lib/bidi.ts";
import { errorMessage } from "../../lib/errors.ts";
import { isBare } from "../../lib/keys.ts";
import { paths, to } from "../../lib/paths.ts";
import { sayMoment } from "../../lib/time.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useTitle } from "../../ui/page.tsx";
import { Empty, Failure, Skeleton } from "../../ui/states.tsx";
import { Time } from "../../ui/time.tsx";
import { useMoreForPlace } from "../../ui/use-place.ts";
import { useUser } from "../../shared/session/session.ts";
import { forgetDraft, type KeptDraft, keptDrafts } from "../../shared/drafts/local-drafts.ts";
import { isInvisible } from "../../shared/drafts/text.ts";
import { nameOf, nameOfPost, useKeptHere } from "./kept-here.ts";
import { ownPostsQuery, postSaved } from "../../shared/posts/queries.ts";
import { isScheduled } from "../../shared/posts/scheduled.ts";

const tabs = [
  { name: "drafts", words: "Drafts", published: false },
  { name: "published", words: "Published", published: true },
] as const;

/** The user's own posts: drafts, and published posts. */
export function OwnPostsPage() {
  useTitle("Your posts");
  const user = useUser();
  const [search, setSearch] = useSearchParams();
  const current = tabs.find(({ name }) => name === search.get("show")) ?? tabs[0];
  const query = useInfiniteQuery({
    ...ownPostsQuery(user?.id ?? "", current.published),
    enabled: user !== undefined,
  });
  const [doomed, setDoomed] = useState<ListedPost>();
  const [unwanted, setUnwanted] = useState<KeptDraft>();
  const [said, setSaid] = useState("");
  const heading = useRef<HTMLHeadingElement>(null);

  const posts = query.data?.pages.flatMap((page) => page.posts);
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  const { alone, changes } = useKeptHere(user?.id ?? "", {
    published: current.published,
    posts: posts ?? [],
    isWhole: posts !== undefined && !hasNextPage,
    isUnavailable: isError,
  });
  useMoreForPlace(hasNextPage && !isFetching && !isError, () => void fetchNextPage());

  // The button that opened the dialog disappears with its post.
  useEffect(() => {
    if (said !== "") heading.current?.focus();
  }, [said]);

  const move = (event: KeyboardEvent<HTMLElement>) => {
    if ((event.key !== "ArrowLeft" && event.key !== "ArrowRight") || !isBare(event)) return;
    const other = tabs.find((tab) => tab !== current);
    if (!other) return;
    setSearch({ show: other.name }, { replace: true, preventScrollReset: true });
    document.getElementById(`tab-${other.name}`)?.focus();
  };

  return (
    <div className="column">
      <header className="page-head">
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          Your posts
        </h1>
      </header>
      <div role="tablist" aria-label="Your posts" className="tabs">
        {tabs.map((tab) => (
          <button
            key={tab.name}
            id={`tab-${tab.name}`}
            type="button"
            role="tab"
            aria-selected={tab === current}
            aria-controls="own-posts"
            tabIndex={tab === current ? 0 : -1}
            onClick={() =>
              setSearch({ show: tab.name }, { replace: true, preventScrollReset: true })
            }
            onKeyDown={move}
          >
            {tab.words}
          </button>
        ))}
      </div>
      <div id="own-posts" role="tabpanel" aria-labelledby={`tab-${current.name}`}>
        {posts === undefined && !query.isError && <Skeleton lines={6} label="Loading your posts" />}
        {query.isError && (
          <Failure
            error={query.error}
            retry={() => void (posts ? query.fetchNextPage() : query.refetch())}
          />
        )}
        {posts?.length === 0 && alone.length === 0 && !query.hasNextPage && (
          <Nothing published={current.published} />
        )}
        {(alone.length > 0 || (posts !== undefined && posts.length > 0)) && (
          <ul className="own-posts">
            {alone.map((text) => (
              <KeptRow
                key={`${text.post ?? ""} ${text.name}`}
                text={text}
                onDelete={() => {
                  setSaid("");
                  setUnwanted(text);
                }}
              />
            ))}
            {posts?.map((post) => (
              <Row
                key={post.id}
                post={post}
                changes={changes.get(post.id)}
                onDelete={() => {
                  // Two posts may have the same title, and the message about the second is news
                  // too.
                  setSaid("");
                  setDoomed(post);
                }}
              />
            ))}
          </ul>
        )}
        {query.hasNextPage && !query.isError && (
          <div className="load-more">
            <Button
              aria-disabled={query.isFetching}
              onClick={() => !query.isFetching && void query.fetchNextPage()}
            >
              {query.isFetching ? "Loading…" : "Load more"}
            </Button>
          </div>
        )}
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
      {unwanted && user && (
        <ConfirmForget
          user={user.id}
          text={unwanted}
          onClose={() => setUnwanted(undefined)}
          onDeleted={() => {
            setUnwanted(undefined);
            setSaid(`“${nameOf(unwanted)}” has been deleted from this device.`);
          }}
        />
      )}
      {doomed && (
        <ConfirmDelete
          post={doomed}
          onClose={() => setDoomed(undefined)}
          onDeleted={() => {
            // What this device kept of it is deleted too, unless it is open in an editor.
            for (const text of keptDrafts(user?.id ?? ""))
              if (text.post === doomed.id) void forgetDraft(user?.id ?? "", text);
            setDoomed(undefined);
            setSaid(`“${isolated(nameOfPost(doomed))}” has been deleted.`);
          }}
        />
      )}
    </div>
  );
}

interface RowProps {
  readonly post: ListedPost;
  /** What this device keeps of it that the server doesn't have. */
  readonly changes: KeptDraft | undefined;
  readonly onDelete: () => void;
}

function Row({ post, changes, onDelete }: RowProps) {
  const way = post.published ? to.post(post.id) : to.edit(post.id);
  const name = nameOfPost(post);
  return (
    <li className="own-post" dir={directionOf(name)}>
      <div className="own-post-text">
        <h2 className="own-post-title" dir="auto">
          <Link to={way}>{post.title === "" ? untitled(name) : name}</Link>
        </h2>
        <p className="byline">
          <span>
            <State post={post} />
          </span>
          {changes && (
            <Link className="own-post-mark" to={to.edit(post.id)}>
              Changes on this device, not saved yet
            </Link>
          )}
          {post.hasDraft && !changes && (
            <Link className="own-post-mark" to={to.edit(post.id)}>
              Unpublished changes
            </Link>
          )}
        </p>
      </div>
      <div className="own-post-actions">
        <Link className="quiet-link" to={to.edit(post.id)} aria-label={`Edit “${name}”`}>
          Edit
        </Link>
        <button
          type="button"
          className="quiet-link quiet-danger"
          onClick={onDelete}
          aria-label={`Delete “${name}”`}
        >
          Delete
        </button>
      </div>
    </li>
  );
}

/** Since when readers see a post, or from when on, or when a draft was changed. */
function State({ post }: Pick<RowProps, "post">) {
  const { published, publishedAt, createdAt, updatedAt } = post;
  const [now] = useState(() => Date.now());
  if (!published) {
    return (
      <>
        Last changed <Time value={updatedAt} />
      </>
    );
  }
  const since = publishedAt ?? createdAt;
  if (!isScheduled(post, now)) {
    return (
      <>
        Published <Time value={since} />
      </>
    );
  }
  return (
    <>
      Scheduled for <time dateTime={since}>{sayMoment(new Date(since))}</time>
    </>
  );
}

/** The name of a text without a title. */
function untitled(name: string): string {
  return name === "Untitled" ? name : `Untitled: ${name}`;
}

/** A text that only this device has. */
function KeptRow({ text, onDelete }: { readonly text: KeptDraft; readonly onDelete: () => void }) {
  const { post, name, draft } = text;
  const way = post === null ? to.draft(name) : to.edit(post);
  const title = nameOf(text);
  const isUntitled = isInvisible(draft.text.title);
  return (
    <li className="own-post">
      <div className="own-post-text">
        <h2 className="own-post-title" dir="auto">
          <Link to={way}>{isUntitled ? untitled(title) : title}</Link>
        </h2>
        <p className="byline">
          <span className="own-post-mark">On this device only</span>
          <span>
            Last changed <Time value={new Date(draft.keptAt).toISOString()} />
          </span>
        </p>
      </div>
      <div className="own-post-actions">
        <Link className="quiet-link" to={way} aria-label={`Edit “${title}”`}>
          Edit
        </Link>
        <button
          type="button"
          className="quiet-link quiet-danger"
          onClick={onDelete}
          aria-label={`Delete “${title}”`}
        >
          Delete
        </button>
      </div>
    </li>
  );
}

interface ConfirmForgetProps {
  readonly user: string;
  readonly text: KeptDraft;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

function ConfirmForget({ user, text, onClose, onDeleted }: ConfirmForgetProps) {
  const [isHeld, setHeld] = useState(false);
  const forget = async () => {
    if (await forgetDraft(user, text)) onDeleted();
    else setHeld(true);
  };
  return (
    <Dialog title={`Delete “${nameOf(text)}”?`} onClose={onClose}>
      <p>This text exists only on this device. This can’t be undone.</p>
      <div role="alert">
        {isHeld && (
          <p className="notice notice-danger">
            It wasn’t deleted, because it’s open in another tab or being saved. Close that tab, then try again.
          </p>
        )}
      </div>
      <div className="dialog-actions">
        <Button onClick={onClose}>Keep it</Button>
        <Button look="danger" onClick={() => void forget()}>
          Delete
        </Button>
      </div>
    </Dialog>
  );
}

interface ConfirmDeleteProps {
  readonly post: ListedPost;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

function ConfirmDelete({ post, onClose, onDeleted }: ConfirmDeleteProps) {
  const client = useQueryClient();
  const deletion = useMutation({
    mutationFn: async () => {
      try {
        await api.deletePost(post.id);
      } catch (error) {
        // It's gone, which is what counts. Perhaps a first try succeeded, and its answer didn't
        // arrive.
        if (!(error instanceof ProblemError && error.status === 404)) throw error;
      }
    },
    onSuccess: async () => {
      await postSaved(client, post.id);
      onDeleted();
    },
  });
  return (
    <Dialog title={`Delete “${isolated(nameOfPost(post))}”?`} onClose={onClose}>
      <p>{post.published ? "Readers can’t find it any more. " : ""}This can’t be undone.</p>
      <div role="alert">
        {deletion.isError && (
          <p className="notice notice-danger">
            It wasn’t deleted. {errorMessage(deletion.error).title}.
          </p>
        )}
      </div>
      <div className="dialog-actions">
        <Button onClick={onClose}>Keep it</Button>
        <Button
          look="danger"
          aria-disabled={deletion.isPending}
          onClick={() => !deletion.isPending && deletion.mutate()}
        >
          {deletion.isPending ? "Deleting…" : "Delete"}
        </Button>
      </div>
    </Dialog>
  );
}

function Nothing({ published }: { readonly published: boolean }) {
  return (
    <Empty title={published ? "You haven’t published anything yet." : "No drafts."}>
      <p>
        {published
          ? "Your published posts appear here."
          : "What you write appears here until you publish it."}
      </p>
      <ButtonLink look="primary" to={paths.publish}>
        Write a post
      </ButtonLink>
    </Empty>
  );
}

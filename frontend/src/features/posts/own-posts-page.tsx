import type { ListedPost } from "@connectly/common";
import { ProblemError } from "@connectly/common";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Link, useSearchParams } from "react-router";

import { api } from "../../lib/api.ts";
import { directionOf, isolated } from "../../lib/bidi.ts";
import { faultOf } from "../../lib/faults.ts";
import { isBare } from "../../lib/keys.ts";
import { paths, to } from "../../lib/paths.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useTitle } from "../../ui/page.tsx";
import { Empty, Failure, Skeleton } from "../../ui/states.tsx";
import { Time } from "../../ui/time.tsx";
import { useMoreForPlace } from "../../ui/use-place.ts";
import { useUser } from "../session/session.ts";
import { ownPostsQuery, postSaved } from "./queries.ts";

const tabs = [
  { name: "drafts", words: "Drafts", published: false },
  { name: "published", words: "Published", published: true },
] as const;

/** One's own posts: drafts, and what others can read. */
export function OwnPostsPage() {
  useTitle("Your posts");
  const user = useUser();
  const [search, setSearch] = useSearchParams();
  const current = tabs.find(({ name }) => name === search.get("show")) ?? tabs[0];
  const query = useInfiniteQuery({ ...ownPostsQuery(user?.id ?? ""), enabled: user !== undefined });
  const [doomed, setDoomed] = useState<ListedPost>();
  const [said, setSaid] = useState("");
  const heading = useRef<HTMLHeadingElement>(null);

  const all = query.data?.pages.flatMap((page) => page.posts);
  const posts = all?.filter((post) => post.published === current.published);
  // The list does not tell drafts from others: look on until there is something to show.
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  useMoreForPlace(hasNextPage && !isFetching && !isError, () => void fetchNextPage());
  const looking = posts !== undefined && posts.length < 10 && hasNextPage && !isError;
  useEffect(() => {
    if (looking && !isFetching) void fetchNextPage();
  }, [looking, isFetching, fetchNextPage]);

  // The button that opened the dialogue is gone with its post.
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
            retry={() => void (all ? query.fetchNextPage() : query.refetch())}
          />
        )}
        {posts?.length === 0 && !query.hasNextPage && <Nothing published={current.published} />}
        {posts !== undefined && posts.length > 0 && (
          <ul className="own-posts">
            {posts.map((post) => (
              <Row
                key={post.id}
                post={post}
                onDelete={() => {
                  // Two posts may have one title: what is said of the second is news, too.
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
      {doomed && (
        <ConfirmDelete
          post={doomed}
          onClose={() => setDoomed(undefined)}
          onDeleted={() => {
            setDoomed(undefined);
            setSaid(`“${isolated(doomed.title)}” is deleted.`);
          }}
        />
      )}
    </div>
  );
}

function Row({ post, onDelete }: { readonly post: ListedPost; readonly onDelete: () => void }) {
  const way = post.published ? to.post(post.id) : to.edit(post.id);
  return (
    <li className="own-post" dir={directionOf(post.title)}>
      <div className="own-post-text">
        <h2 className="own-post-title" dir="auto">
          <Link to={way}>{post.title}</Link>
        </h2>
        <p className="byline">
          <span>
            {post.published ? "Published" : "Last changed"}{" "}
            <Time value={post.published ? post.createdAt : post.updatedAt} />
          </span>
        </p>
      </div>
      <div className="own-post-actions">
        <Link className="quiet-link" to={to.edit(post.id)} aria-label={`Edit “${post.title}”`}>
          Edit
        </Link>
        <button
          type="button"
          className="quiet-link quiet-danger"
          onClick={onDelete}
          aria-label={`Delete “${post.title}”`}
        >
          Delete
        </button>
      </div>
    </li>
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
        // Gone is gone, whoever did it: perhaps a first try whose answer did not arrive.
        if (!(error instanceof ProblemError && error.status === 404)) throw error;
      }
    },
    onSuccess: async () => {
      await postSaved(client, post.id);
      onDeleted();
    },
  });
  return (
    <Dialog title={`Delete “${isolated(post.title)}”?`} onClose={onClose}>
      <p>{post.published ? "Readers will not find it any more. " : ""}This cannot be undone.</p>
      <div role="alert">
        {deletion.isError && (
          <p className="notice notice-danger">
            It is not deleted. {faultOf(deletion.error).title}.
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
    <Empty title={published ? "You have not published anything yet." : "No drafts."}>
      <p>
        {published
          ? "When you do, it is listed here."
          : "What you write is saved here until you publish it."}
      </p>
      <ButtonLink look="primary" to={paths.publish}>
        Write a post
      </ButtonLink>
    </Empty>
  );
}

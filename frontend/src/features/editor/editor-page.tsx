import { ProblemError } from "@connectly/common";
import { useEffect, useState } from "react";
import { useParams, useSearchParams } from "react-router";

import { api } from "../../lib/api.ts";
import { isId, paths, to } from "../../lib/paths.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { useTitle } from "../../ui/page.tsx";
import { Empty, Failure, MissingPage, Skeleton } from "../../ui/states.tsx";
import { loadRenderer } from "../../shared/markdown/render.ts";
import { currentSession, sessionExpired, useIsPageHeld, useUser } from "../../shared/session/session.ts";
import { Editor } from "./editor.tsx";
import { DraftUnavailable } from "../../shared/drafts/local-drafts.ts";
import { type EditorSession, leaveEditor, NotYours, openEditor } from "./session.ts";

/** The page for writing a new post and for editing one. */
export function EditorPage() {
  const { id } = useParams();
  const [search] = useSearchParams();
  // For a new post, which of the texts on this device to open.
  const draft = id === undefined ? (search.get("draft") ?? undefined) : undefined;
  const user = useUser();
  const isHeld = useIsPageHeld();
  const [writer, setWriter] = useState(user?.id);
  // A text that would be lost stays its writer's, even if another user has signed in since.
  if (user && user.id !== writer && !isHeld) setWriter(user.id);
  const [visit, setVisit] = useState<{
    number: number;
    id: string | undefined;
    draft: string | undefined;
    created?: string;
  }>({ number: 0, id, draft });
  if (id !== visit.id || draft !== visit.draft) {
    // A new post that has just got its address is still the same editor. Any other address is
    // another editor, and so is the address of a new post.
    const isSame = id !== undefined && id === visit.created;
    setVisit({ number: visit.number + (isSame ? 0 : 1), id, draft });
  }
  if (writer === undefined || (!user && !isHeld)) return null;
  if (id !== undefined && !isId(id)) return <NoSuchPost />;
  return (
    <Visit
      key={`${writer} ${visit.number}`}
      user={writer}
      id={id}
      draft={draft}
      onCreated={(created) => setVisit((now) => ({ ...now, created }))}
    />
  );
}

interface VisitProps {
  readonly user: string;
  readonly id: string | undefined;
  readonly draft: string | undefined;
  readonly onCreated: (id: string) => void;
}

type Opened =
  | { readonly is: "opening" }
  | { readonly is: "open"; readonly session: EditorSession }
  | { readonly is: "failed"; readonly error: unknown };

/** How long an editor waits for its preview, at most. */
const patience = 3_000;

/**
 * Loads the preview together with the editor, because the connection may be gone a moment later.
 */
function previewLoaded(): Promise<void> {
  return Promise.race([
    loadRenderer(),
    new Promise<void>((resolve) => setTimeout(resolve, patience)),
  ]);
}

/** One visit to an editor, from opening it to leaving it. */
function Visit({ user, id, draft, onCreated }: VisitProps) {
  const [wanted] = useState({ id, draft });
  const [attempt, setAttempt] = useState(0);
  const [opened, setOpened] = useState<Opened>({ is: "opening" });

  useEffect(() => {
    const stop = new AbortController();
    let mine: EditorSession | null = null;
    const isSignedIn = () => {
      const now = currentSession();
      return now.state === "in" && now.user.id === user;
    };
    const isDeleted = () => {
      const now = currentSession();
      return now.state === "deleted" && now.user === user;
    };
    const loaded = previewLoaded();
    openEditor({ client: api, user, isSignedIn, isDeleted }, wanted, stop.signal).then(
      async (session) => {
        mine = session;
        await loaded;
        if (session && !stop.signal.aborted) setOpened({ is: "open", session });
      },
      (error: unknown) => {
        if (stop.signal.aborted) return;
        if (error instanceof ProblemError && error.status === 401) sessionExpired();
        else setOpened({ is: "failed", error });
      },
    );
    return () => {
      stop.abort();
      if (mine) leaveEditor(mine);
    };
  }, [wanted, user, attempt]);

  useTitle(
    opened.is === "failed"
      ? "The editor can’t be opened"
      : wanted.id === undefined
        ? "Write a post"
        : "Edit post",
  );

  if (opened.is === "open") return <Editor session={opened.session} onCreated={onCreated} />;
  if (opened.is === "opening") {
    return (
      <div className="column page-loading">
        <Skeleton lines={8} label="Opening the editor" />
      </div>
    );
  }
  const { error } = opened;
  if (error instanceof NotYours) return <NotYoursPage id={wanted.id} />;
  if (error instanceof DraftUnavailable) return <DraftUnavailablePage why={error.why} />;
  if (error instanceof ProblemError && (error.status === 404 || error.status === 400))
    return <NoSuchPost />;
  return <Failure heading error={error} retry={() => setAttempt(attempt + 1)} />;
}

function NoSuchPost() {
  useTitle("No such post");
  return (
    <div className="column">
      <header className="page-head">
        <h1 className="page-title">No such post</h1>
      </header>
      <Empty title="It may have been deleted.">
        <ButtonLink to={paths.posts}>Your posts</ButtonLink>
      </Empty>
    </div>
  );
}

function DraftUnavailablePage({ why }: Pick<DraftUnavailable, "why">) {
  const isOpen = why === "open elsewhere";
  const title = isOpen ? "This text is open in another tab" : "This text is no longer here";
  return (
    <MissingPage
      title={title}
      text={
        isOpen
          ? "Continue in that tab, or close it and come back."
          : "It has since been saved or deleted, or it’s on another device."
      }
      to={paths.posts}
    >
      Your posts
    </MissingPage>
  );
}

function NotYoursPage({ id }: { readonly id: string | undefined }) {
  useTitle("Not your post");
  return (
    <div className="column">
      <header className="page-head">
        <h1 className="page-title">This post belongs to somebody else</h1>
      </header>
      <Empty title="Only its author can change it.">
        <ButtonLink to={id === undefined ? paths.feed : to.post(id)}>Read it</ButtonLink>
      </Empty>
    </div>
  );
}

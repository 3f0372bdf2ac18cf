import { type Client, ConnectionError, ProblemError, strongTag } from "@connectly/common";

import { carryOut } from "./backend.ts";
import { joinOtherTabs, type OtherTabs } from "./other-tabs.ts";
import { begin, type Editing, type Effect, type Event, isDirty, step } from "./machine.ts";
import { type Place, takePlace } from "../../shared/drafts/local-drafts.ts";
import { type Saved, savedPost, type Text, textOf } from "../../shared/drafts/text.ts";

/** What a page shows of an editor. */
export interface View {
  readonly editing: Editing;
  /** Set if the text was found on this device: the text as it would be without that. */
  readonly restored: Text | null;
  /** Whether this device could keep the text. */
  readonly kept: boolean;
  /** Whether the post is also open in another tab. */
  readonly elsewhere: boolean;
  /** Whether another tab or device has changed the shown text. */
  readonly refreshed: boolean;
}

interface Callbacks {
  /** A new post has its id. */
  readonly created: (id: string) => void;
  /** The server has a new version of a post. Lists show it even if the writer is elsewhere. */
  readonly changed: (id: string) => void;
  /** The restored text, and the draft made of it, are gone. */
  readonly discarded: () => void;
  /** The post has been published with the whole text. */
  readonly published: (id: string) => void;
  readonly signedOut: () => void;
}

/** The writer and the client. */
export interface Writer {
  readonly client: Client;
  readonly user: string;
  /** Whether this user is still signed in. */
  readonly isSignedIn: () => boolean;
  /** Whether the user has deleted the account, and with it this device's texts. */
  readonly isDeleted: () => boolean;
}

/** How long to wait for the server's post before this device's text is shown without it. */
const readDeadline = 15_000;

/** Keystrokes are kept on the device within this time. */
const keepAfter = 250;

/** The text can't be loaded. */
export class NotYours extends Error {
  override readonly name = "NotYours";
}

/**
 * One open editor. It passes events to the machine, carries out what the machine decides, and keeps
 * the text on this device until the server has it.
 */
export class EditorSession {
  #view: View;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #keepTimer: ReturnType<typeof setTimeout> | undefined;
  #left = false;
  #tabs: OtherTabs | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #client: Client;
  readonly #user: string;
  readonly #isSignedIn: () => boolean;
  readonly #isDeleted: () => boolean;
  readonly #place: Place;
  #callbacks: Partial<Callbacks> = {};

  private constructor(
    { client, user, isSignedIn, isDeleted }: Writer,
    place: Place,
    editing: Editing,
    restored: Text | null,
  ) {
    this.#client = client;
    this.#user = user;
    this.#isSignedIn = isSignedIn;
    this.#isDeleted = isDeleted;
    this.#place = place;
    this.#view = { editing, restored, kept: true, elsewhere: false, refreshed: false };
    if (editing.base) this.#join(editing.base.id);
    place.whenUnwanted(() => {
      if (!this.#left) return;
      const { base } = this.#view.editing;
      // The text isn't wanted, but its post is.
      this.dispatch({ type: base ? "forget" : "discard" });
    });
    window.addEventListener("online", this.#online);
    window.addEventListener("offline", this.#offline);
    window.addEventListener("pagehide", this.keepNow);
    document.addEventListener("visibilitychange", this.#visibility);
  }

  /** Opens a new post with the text that this device has of it. */
  static async openNew(
    writer: Writer,
    draft: string | undefined,
    signal: AbortSignal,
  ): Promise<EditorSession> {
    const place = await inTurn(() => takePlace(writer.user, "new", undefined, draft), signal);
    const { left } = place;
    if (!left) return new EditorSession(writer, place, begin(null), null);
    const editing = { ...begin(left.base), text: left.text, doubt: left.doubt };
    const session = new EditorSession(writer, place, editing, { title: "", content: "" });
    session.dispatch({ type: "typed", text: left.text });
    return session;
  }

  /** Opens a post with the text that this device has of it and the server doesn't. */
  static async open(writer: Writer, id: string, signal: AbortSignal): Promise<EditorSession> {
    const [place, server] = await Promise.all([
      inTurn(() => takePlace(writer.user, id), signal),
      readOwn(writer, id, signal),
    ]);
    const { left } = place;
    if (server instanceof Error) {
      // Writing can continue with this device's text, whatever has become of the server.
      if (!left?.base || server instanceof NotYours || isSignedOut(server) || signal.aborted) {
        place.release();
        throw server;
      }
      const editing = { ...begin(left.base), text: left.text, doubt: left.doubt };
      const session = new EditorSession(writer, place, editing, left.base);
      session.dispatch({ type: "look" });
      return session;
    }
    if (!left) return new EditorSession(writer, place, begin(server), null);
    const job = { do: "read", id } as const;
    const editing: Editing = {
      ...begin(left.base ?? server),
      text: left.text,
      doubt: left.doubt,
      phase: { name: "working", job, attempt: 0 },
    };
    const restored = isDirty({ ...editing, base: server }) ? server : null;
    const session = new EditorSession(writer, place, editing, restored);
    session.dispatch({ type: "read", saved: server });
    return session;
  }

  /** The post's id, once it has one. */
  get post(): string | undefined {
    return this.#view.editing.base?.id;
  }

  /** Identifies its text among this device's texts. */
  get draft(): string {
    return this.#place.name;
  }

  get user(): string {
    return this.#user;
  }

  /** Sets the callbacks for what happens. */
  tell(callbacks: Callbacks): void {
    this.#callbacks = callbacks;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): View => this.#view;

  dispatch(event: Event): void {
    const before = this.#view.editing;
    const [editing, effects] = step(before, event, Date.now());
    if (editing !== before) this.#change({ editing });
    this.#notice(before, editing, event);
    this.#keep(before);
    for (const effect of effects) this.#do(effect);
    this.#finish();
  }

  /** The writer keeps the restored text. */
  accept(): void {
    this.#change({ restored: null, refreshed: false });
    const { wish, text } = this.#view.editing;
    // It was about to be discarded.
    if (wish?.to === "discard") this.dispatch({ type: "typed", text });
  }

  /** The writer doesn't want the restored text. */
  discardRestored(): void {
    const { restored, editing } = this.#view;
    if (!restored) return;
    if (!("id" in restored) || editing.phase.name === "deleted") {
      // It may have been saved as a draft again meanwhile, which nobody asked for.
      this.dispatch({ type: "discard" });
    } else if (editing.phase.name === "conflict") {
      this.dispatch({ type: "take-theirs" });
    } else {
      this.dispatch({ type: "typed", text: textOf(restored) });
    }
  }

  /** Keeps the text on this device now. */
  readonly keepNow = (): void => {
    clearTimeout(this.#keepTimer);
    this.#keepTimer = undefined;
    const { editing, kept } = this.#view;
    if (this.#isDeleted() || (!isDirty(editing) && editing.doubt === null)) {
      this.#place.forget();
      if (!kept) this.#change({ kept: true });
      return;
    }
    const { text, base, doubt } = editing;
    const now = this.#place.keep({ text, base, doubt, keptAt: Date.now() });
    if (now !== kept) this.#change({ kept: now });
  };

  /** Whether something would be lost with this page. */
  get wouldLose(): boolean {
    const { editing } = this.#view;
    if (!isDirty(editing)) return false;
    if (this.#keepTimer !== undefined) this.keepNow();
    return !this.#view.kept;
  }

  /** The writer may be signed in again. */
  signedIn(): void {
    if (this.#isSignedIn()) this.dispatch({ type: "signed-in" });
  }

  /** The writer leaves. A draft is still saved completely before the place is given back. */
  leave(): void {
    if (this.#left) return;
    this.#left = true;
    this.keepNow();
    // The page is gone, but other pages show what has been saved.
    const { changed } = this.#callbacks;
    this.#callbacks = changed ? { changed } : {};
    this.dispatch({ type: "save" });
  }

  /** The writer has come back before all was saved. */
  return(): void {
    this.#left = false;
  }

  get isOver(): boolean {
    const { name } = this.#view.editing.phase;
    return this.#left && name !== "working" && name !== "waiting";
  }

  #finish(): void {
    if (!this.isOver) return;
    clearTimeout(this.#timer);
    clearTimeout(this.#keepTimer);
    this.#tabs?.leave();
    this.#tabs = undefined;
    window.removeEventListener("online", this.#online);
    window.removeEventListener("offline", this.#offline);
    window.removeEventListener("pagehide", this.keepNow);
    document.removeEventListener("visibilitychange", this.#visibility);
    this.#place.release();
    for (const listener of this.#listeners) listener();
  }

  #change(change: Partial<View>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }

  #notice(before: Editing, now: Editing, event: Event): void {
    // What was written since then would be discarded together with the restored text. Writing or
    // deciding counts as accepting it.
    if (this.#view.restored && (now.text !== before.text || decisions.has(event.type))) {
      this.#change({ restored: null });
    }
    if (event.type === "deleted" && before.base) this.#callbacks.changed?.(before.base.id);
    // A text that has been separated from its post is a new one.
    if (!now.base && before.base) this.#place.moveTo("new");
    if (now.base && now.base.id !== before.base?.id) {
      this.#place.moveTo(now.base.id);
      this.#tabs?.leave();
      this.#join(now.base.id);
      this.#callbacks.created?.(now.base.id);
    }
    if (now.base && now.base.etag !== before.base?.etag) {
      const ours = ["created", "updated", "found"].includes(event.type);
      if (ours) this.#tabs?.saved(now.base.etag);
      this.#callbacks.changed?.(now.base.id);
      if (event.type === "read" && now.text !== before.text) this.#change({ refreshed: true });
    }
    if (now.phase.name === "signed-out" && before.phase.name !== "signed-out") {
      this.keepNow();
      // If it's already known, or somebody else is signed in, there is nothing to tell.
      if (this.#isSignedIn()) this.#callbacks.signedOut?.();
    }
  }

  #keep(before: Editing): void {
    const now = this.#view.editing;
    // A text is kept before it is sent, and forgotten as soon as it has arrived.
    const clean = !isDirty(now) && now.doubt === null;
    if (
      now.doubt !== before.doubt ||
      now.base !== before.base ||
      (clean && now.text !== before.text)
    ) {
      this.keepNow();
    } else if (now.text !== before.text) {
      this.#keepTimer ??= setTimeout(this.keepNow, keepAfter);
    }
  }

  #do(effect: Effect): void {
    switch (effect.do) {
      case "wait":
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.dispatch({ type: "time" }), effect.ms);
        return;
      case "stop-waiting":
        clearTimeout(this.#timer);
        return;
      case "tell-discarded":
        this.#place.forget();
        this.#callbacks.discarded?.();
        return;
      case "tell-published":
        this.#callbacks.published?.(effect.id);
        return;
      default:
        // The cookie may belong to another user by now, who doesn't own these posts.
        if (!this.#isSignedIn()) {
          this.dispatch({ type: "failed", failure: { kind: "signed-out" } });
          return;
        }
        void carryOut(this.#client, this.#user, effect).then((event) => this.dispatch(event));
    }
  }

  #join(post: string): void {
    this.#tabs = joinOtherTabs(post, {
      present: (elsewhere) => {
        if (elsewhere !== this.#view.elsewhere) this.#change({ elsewhere });
      },
      saved: (etag) => {
        // A tab with an older version of the app may use another form of the same tag.
        if (strongTag(etag) !== this.#view.editing.base?.etag) this.dispatch({ type: "look" });
      },
    });
  }

  readonly #online = () => this.dispatch({ type: "online" });
  readonly #offline = () => this.dispatch({ type: "offline" });
  readonly #visibility = () => {
    if (document.visibilityState === "hidden") this.keepNow();
    // The writer may have used another device meanwhile.
    else if (!isDirty(this.#view.editing)) this.dispatch({ type: "look" });
  };
}

async function readOwn(
  { client, user }: Writer,
  id: string,
  signal: AbortSignal,
): Promise<Saved | Error> {
  const deadline = AbortSignal.timeout(readDeadline);
  try {
    const { post, etag } = await client.readPost(id, {
      signal: AbortSignal.any([signal, deadline]),
    });
    return post.authorId === user
      ? savedPost(post, etag)
      : new NotYours("the post is somebody else's");
  } catch (error) {
    if (deadline.aborted) return new ConnectionError("the server does not answer");
    return error instanceof Error ? error : new Error(String(error));
  }
}

function isSignedOut(error: Error): boolean {
  return error instanceof ProblemError && error.status === 401;
}

/** What a writer does with a text without changing it. */
const decisions: ReadonlySet<Event["type"]> = new Set<Event["type"]>([
  "publish",
  "unpublish",
  "take-theirs",
  "merge",
  "keep-apart",
  "revert",
]);

// Places are taken one after the other. Two editors that opened at once would both take what was
// left behind. Nothing else waits, because the server may be slow.
let turn: Promise<unknown> = Promise.resolve();

/** Takes a place when its turn comes. */
function inTurn(take: () => Promise<Place>, signal: AbortSignal): Promise<Place> {
  const taken = turn.then(() => {
    signal.throwIfAborted();
    return take();
  });
  turn = taken.catch(() => undefined);
  return taken;
}

// An editor that was left continues until its text has been saved. A writer who comes back before
// that gets the same editor, instead of a post that is about to change.
const leaving = new Set<EditorSession>();

/** What to open: a post, or a new one, perhaps with a certain text of those on this device. */
export interface Wanted {
  readonly id: string | undefined;
  readonly draft?: string | undefined;
}

/** The editor of a post or of a new one. Null if it's no longer wanted. */
export function openEditor(
  writer: Writer,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<EditorSession | null> {
  const opened = openAwaited(writer, wanted, signal);
  // An editor that's no longer wanted gives its place back before the next one takes a place.
  signal.addEventListener("abort", () => {
    turn = Promise.allSettled([turn, opened]);
  });
  return opened;
}

async function openAwaited(
  writer: Writer,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<EditorSession | null> {
  try {
    const session = await openNow(writer, wanted, signal);
    if (!signal.aborted) return session;
    leaveEditor(session);
    return null;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

async function openNow(
  writer: Writer,
  { id, draft }: Wanted,
  signal: AbortSignal,
): Promise<EditorSession> {
  const known = [...leaving].find(
    (session) =>
      session.user === writer.user &&
      (id === undefined ? session.draft === draft : session.post === id),
  );
  if (!known) {
    return id === undefined
      ? EditorSession.openNew(writer, draft, signal)
      : EditorSession.open(writer, id, signal);
  }
  leaving.delete(known);
  known.return();
  return known;
}

/** The page no longer needs an editor. */
export function leaveEditor(session: EditorSession): void {
  session.leave();
  if (session.isOver) return;
  leaving.add(session);
  const stop = session.subscribe(() => {
    if (!session.isOver) return;
    leaving.delete(session);
    stop();
  });
}

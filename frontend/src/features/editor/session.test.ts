import { Client } from "@connectly/common";
import { beforeEach, expect, test, vi } from "vitest";

import { leaveEditor, openEditor } from "./session.ts";

let kept: Map<string, string>;
let isDeleted: boolean;

beforeEach(() => {
  kept = new Map();
  isDeleted = false;
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("document", Object.assign(new EventTarget(), { visibilityState: "visible" }));
  const request = (_: string, __: object, work: (lock: object) => unknown) =>
    Promise.resolve(work({}));
  vi.stubGlobal("navigator", { locks: { request } });
  vi.stubGlobal("BroadcastChannel", undefined);
  const store: object = Object.create({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }) as object;
  // Object.keys must show what is kept, as it does for the browser's own.
  vi.stubGlobal(
    "localStorage",
    new Proxy(store, {
      ownKeys: () => [...kept.keys()],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    }),
  );
});

const id = "01a20e2c-019e-71a5-95f4-c816080e2e9b";

/** A new post's editor, whose requests the answers are for. */
async function open(answer: (body: unknown) => Response) {
  const client = new Client({
    baseUrl: "https://connectly.example",
    fetch: (_, { body } = {}) =>
      Promise.resolve(answer(typeof body === "string" ? JSON.parse(body) : undefined)),
  });
  const writer = { client, user: "ada", isSignedIn: () => !isDeleted, isDeleted: () => isDeleted };
  const session = await openEditor(writer, { id: undefined }, new AbortController().signal);
  if (!session) throw new Error("nobody waits for the editor");
  const callbacks = {
    created: vi.fn(),
    changed: vi.fn(),
    discarded: vi.fn(),
    published: vi.fn(),
    signedOut: vi.fn(),
  };
  session.tell(callbacks);
  return { session, callbacks };
}

test("what is saved after the page was left is told, for other pages show it, and nothing else", async () => {
  const { session, callbacks } = await open(() =>
    Response.json({ id }, { status: 201, headers: { ETag: '"1"' } }),
  );
  session.dispatch({ type: "typed", text: { title: "On engines", content: "Text." } });
  leaveEditor(session);
  await vi.waitFor(() => expect(session.isOver).toBe(true));
  expect(callbacks.changed).toHaveBeenCalledExactlyOnceWith(id);
  expect(callbacks.created).not.toHaveBeenCalled();
  expect(kept.size).toBe(0);
});

test("a text that was kept with half an emoji, from before it was sent whole, can be saved", async () => {
  const draft = { text: { title: "Cut", content: "cut \ud83d off" }, base: null, doubt: null };
  kept.set("connectly.draft.ada.new.x", JSON.stringify({ ...draft, keptAt: 1 }));
  const bodies: unknown[] = [];
  const { session } = await open((body) => {
    bodies.push(body);
    return Response.json({ id }, { status: 201, headers: { ETag: 'W/"1"' } });
  });
  session.dispatch({ type: "save" });
  await vi.waitFor(() => expect(session.post).toBe(id));
  expect(bodies).toEqual([{ title: "Cut", content: "cut \ufffd off", published: false }]);
  expect(session.view().editing).toMatchObject({ phase: { name: "resting" }, base: { etag: '"1"' } });
  expect(kept.size).toBe(0);
});

test("after the end of the account an open editor keeps nothing", async () => {
  const { session } = await open(() => Response.error());
  session.dispatch({ type: "typed", text: { title: "On engines", content: "Text." } });
  session.keepNow();
  expect(kept.size).toBe(1);
  isDeleted = true;
  leaveEditor(session);
  await vi.waitFor(() => expect(session.isOver).toBe(true));
  expect(kept.size).toBe(0);
});

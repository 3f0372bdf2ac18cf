import { beforeEach, expect, test, vi } from "vitest";

import {
  countDrafts,
  forgetDraft,
  forgetDrafts,
  forgetLeftDrafts,
  keptDrafts,
  type LocalDraft,
  takePlace,
  watchDrafts,
} from "./local-drafts.ts";

/** As the browser's: a name is taken until it is given back, or its tab is gone. */
class Locks {
  readonly taken = new Set<string>();

  readonly lock = (name: string): Promise<(() => void) | null> => {
    if (this.taken.has(name)) return Promise.resolve(null);
    this.taken.add(name);
    return Promise.resolve(() => this.taken.delete(name));
  };
}

let locks: Locks;
let kept: Map<string, string>;

beforeEach(() => {
  locks = new Locks();
  kept = new Map();
  // Object.keys must show what is kept, as it does for the browser's own.
  const store: object = Object.create({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }) as object;
  vi.stubGlobal(
    "localStorage",
    new Proxy(store, {
      ownKeys: () => [...kept.keys()],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    }),
  );
});

const draft = (content: string, keptAt = 1): LocalDraft => ({
  text: { title: "", content },
  base: null,
  doubt: null,
  keptAt,
});
const take = (post = "new", user = "ada") => takePlace(user, post, locks.lock);

test("what a tab left behind is found again", async () => {
  const place = await take();
  expect(place.left).toBeNull();
  place.keep(draft("text"));
  place.release();
  expect((await take()).left?.text.content).toBe("text");
});

test("what an open tab keeps is its own", async () => {
  const first = await take();
  first.keep(draft("first"));
  const second = await take();
  expect(second.left).toBeNull();
  second.keep(draft("second"));
  first.release();
  second.release();
  const found = [await take(), await take()].map(({ left }) => left?.text.content);
  expect(found.sort()).toEqual(["first", "second"]);
});

test("the newest is found first", async () => {
  for (const [content, keptAt] of [
    ["old", 1],
    ["newest", 3],
    ["newer", 2],
  ] as const) {
    const place = await take("p");
    kept.set(`connectly.draft.ada.p.${content}`, JSON.stringify(draft(content, keptAt)));
    place.release();
  }
  expect((await take("p")).left?.text.content).toBe("newest");
});

test("another user and another post do not see it", async () => {
  const place = await take("p");
  place.keep(draft("secret"));
  place.release();
  expect((await take("p", "eve")).left).toBeNull();
  expect((await take("q")).left).toBeNull();
  expect((await take()).left).toBeNull();
});

test("a new post's text goes with it to its address", async () => {
  const place = await take();
  place.keep(draft("text"));
  place.moveTo("p");
  place.keep(draft("text, and more"));
  place.release();
  expect((await take()).left).toBeNull();
  expect((await take("p")).left?.text.content).toBe("text, and more");
});

test("forgotten is forgotten", async () => {
  const place = await take();
  place.keep(draft("text"));
  place.forget();
  place.release();
  expect((await take()).left).toBeNull();
  expect(kept.size).toBe(0);
});

test("one's own texts are counted, and nothing that is none", async () => {
  for (const [post, user] of [
    ["new", "ada"],
    ["p", "ada"],
    ["p", "adam"],
  ] as const) {
    (await take(post, user)).keep(draft("text"));
  }
  kept.set("connectly.draft.ada.q.x", "no draft");
  expect(countDrafts("ada")).toBe(2);
  expect(countDrafts("eve")).toBe(0);
});

test("what no editor holds can be deleted, and nobody else's", async () => {
  const left = await take("p");
  left.keep(draft("left"));
  left.release();
  const open = await take("q");
  open.keep(draft("open"));
  const others = await take("p", "adam");
  others.keep(draft("adam's"));
  others.release();
  await forgetLeftDrafts("ada", locks.lock);
  expect([...kept.values()].map((value) => (JSON.parse(value) as LocalDraft).text.content)).toEqual(
    ["open", "adam's"],
  );
  // Looking whether they are held does not hold them.
  expect((await take("p", "adam")).left?.text.content).toBe("adam's");
});

test("with the account all of its texts go, also those that are open", async () => {
  (await take("p")).keep(draft("open"));
  (await take("p", "adam")).keep(draft("adam's"));
  forgetDrafts("ada");
  expect(countDrafts("ada")).toBe(0);
  expect(countDrafts("adam")).toBe(1);
});

test("all texts are listed, the newest first, and are the same list until something changes", async () => {
  const one = await take();
  one.keep(draft("one", 1));
  const other = await take("p");
  other.keep(draft("other", 2));
  (await take("p", "adam")).keep(draft("adam's", 3));
  kept.set("connectly.draft.ada.q.x", "no draft");
  const list = keptDrafts("ada");
  expect(list).toEqual([
    { post: "p", name: other.name, draft: draft("other", 2) },
    { post: null, name: one.name, draft: draft("one", 1) },
  ]);
  expect(keptDrafts("ada")).toBe(list);
  one.keep(draft("one, and more", 1));
  expect(keptDrafts("ada")).not.toBe(list);
  expect(keptDrafts("eve")).toEqual([]);
});

test("of several texts that one is opened whose name is given, and no other", async () => {
  const places = [await take(), await take(), await take()];
  places.forEach((place, index) => place.keep(draft(`text ${index}`, index)));
  const named = (name: string) => takePlace("ada", "new", locks.lock, name);
  const name = places[1]?.name ?? "";
  await expect(named(name)).rejects.toMatchObject({ why: "open elsewhere" });
  for (const place of places) place.release();
  const found = await named(name);
  expect(found.left?.text.content).toBe("text 1");
  expect(found.name).toBe(name);
  found.forget();
  found.release();
  await expect(named(name)).rejects.toMatchObject({ why: "gone" });
  await expect(takePlace("eve", "new", locks.lock, places[0]?.name)).rejects.toMatchObject({
    why: "gone",
  });
});

test("one text is deleted, unless an editor has it", async () => {
  const place = await take();
  place.keep(draft("text"));
  const text = { post: null, name: place.name };
  expect(await forgetDraft("ada", text, locks.lock)).toBe(false);
  expect(kept.size).toBe(1);
  place.release();
  expect(await forgetDraft("ada", text, locks.lock)).toBe(true);
  expect(kept.size).toBe(0);
  expect(locks.taken.size).toBe(0);
});

test("an editor that is left, and holds a text because it is not saved yet, lets it be deleted", async () => {
  const place = await take();
  place.keep(draft("text"));
  place.whenUnwanted(() => {
    place.forget();
    place.release();
  });
  expect(await forgetDraft("ada", { post: null, name: place.name }, locks.lock)).toBe(true);
  expect(kept.size).toBe(0);
});

test("whoever watches hears of what is kept and forgotten, here and in other tabs", async () => {
  const page = new EventTarget();
  vi.stubGlobal("window", page);
  const heard = vi.fn();
  const stop = watchDrafts(heard);
  const place = await take("p");
  place.keep(draft("text"));
  expect(heard).toHaveBeenCalledTimes(1);
  place.forget();
  expect(heard).toHaveBeenCalledTimes(2);
  page.dispatchEvent(new Event("storage"));
  expect(heard).toHaveBeenCalledTimes(3);
  stop();
  page.dispatchEvent(new Event("storage"));
  place.keep(draft("text"));
  expect(heard).toHaveBeenCalledTimes(3);
});

test("what cannot be kept is told", async () => {
  const place = await take();
  vi.stubGlobal("localStorage", {
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  });
  expect(place.keep(draft("text"))).toBe(false);
});

test.each([
  "",
  "{",
  "null",
  "[]",
  '{"text":1}',
  '{"text":{"title":"","content":""},"base":{},"doubt":null,"keptAt":1}',
  '{"text":{"title":"","content":""},"base":null,"doubt":null}',
])("what is no draft is passed over: %j", async (value) => {
  kept.set("connectly.draft.ada.new.x", value);
  expect((await take()).left).toBeNull();
});

test.each(['W/"1"', '"1-gzip"', 'W/"1-br"', '"1--gzip"', '"1"'])(
  "a tag that a proxy had marked is read as the server made it: %s",
  async (etag) => {
    const base = { id: "p", etag, title: "", content: "", published: false };
    kept.set("connectly.draft.ada.p.x", JSON.stringify({ ...draft("text"), base }));
    expect((await take("p")).left?.base?.etag).toBe('"1"');
  },
);

test.each(["1", "{}", '{"text":{}}', "[]"])("a text is kept without its doubt: %s", async (doubt) => {
  const text = '{"title":"","content":"text"}';
  kept.set("connectly.draft.ada.new.x", `{"text":${text},"base":null,"doubt":${doubt},"keptAt":1}`);
  expect((await take()).left).toMatchObject({ text: { content: "text" }, doubt: null });
});

import { beforeEach, expect, test, vi } from "vitest";

const key = "connectly.session";
const ada = {
  id: "1",
  email: "ada@example.com",
  name: "Ada",
  handle: "ada",
  bio: null,
  links: [],
  picture: null,
};
const signedIn = JSON.stringify({ state: "in", user: ada });

let kept: Map<string, string>;
let page: EventTarget;

beforeEach(() => {
  vi.resetModules();
  kept = new Map();
  page = new EventTarget();
  vi.stubGlobal("window", page);
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  });
});

/** The module, as a page that has just been opened has it. */
const open = () => import("./session.ts");

/** Another tab has changed what is kept. */
function elsewhere(newValue: string | null, name: string | null = key): void {
  page.dispatchEvent(Object.assign(new Event("storage"), { key: name, newValue }));
}

test("whoever signed in is known to the next page, by what is no secret", async () => {
  const first = await open();
  first.sessionBegan({ ...ada });
  expect([...kept]).toEqual([[key, signedIn]]);
  vi.resetModules();
  expect((await open()).currentSession()).toEqual({ state: "in", user: ada });
});

test.each([
  ["nothing", null],
  ["no JSON", "{"],
  ["something else", "[1]"],
  ["a user without an id", JSON.stringify({ state: "in", user: { email: "a", name: null } })],
  ["that somebody signed out, some time ago", JSON.stringify({ state: "out" })],
  ["that a session had ended, some time ago", JSON.stringify({ state: "expired" })],
])("%s means nobody", async (_, value) => {
  if (value !== null) kept.set(key, value);
  expect((await open()).currentSession()).toEqual({ state: "none" });
});

test.each([
  ["signs out", JSON.stringify({ state: "out" }), key, "out"],
  ["finds the session ended", JSON.stringify({ state: "expired" }), key, "expired"],
  ["clears everything", null, null, "out"],
])("when another tab %s, this one follows", async (_, value, name, state) => {
  kept.set(key, signedIn);
  const session = await open();
  const told = vi.fn();
  session.watchSession(told);
  elsewhere(value, name);
  expect(session.currentSession().state).toBe(state);
  expect(told).toHaveBeenCalledOnce();
});

test("when another tab keeps something else, nothing changes", async () => {
  kept.set(key, signedIn);
  const session = await open();
  elsewhere("dark", "connectly.theme");
  expect(session.currentSession().state).toBe("in");
});

test("that an account is deleted is told to other tabs, and not to the next page", async () => {
  const session = await open();
  session.sessionBegan(ada);
  session.accountDeleted(ada.id);
  expect(session.hasLeft(session.currentSession())).toBe(true);
  const written = kept.get(key) ?? "";
  expect(written).not.toContain(ada.email);

  vi.resetModules();
  kept.set(key, signedIn);
  const other = await open();
  elsewhere(written);
  expect(other.currentSession()).toEqual({ state: "deleted", user: ada.id });

  vi.resetModules();
  kept.set(key, written);
  expect((await open()).currentSession()).toEqual({ state: "none" });
});

test("a late 401 after the account's end leads nobody back either", async () => {
  const session = await open();
  session.sessionBegan(ada);
  session.accountDeleted(ada.id);
  session.sessionExpired();
  expect(session.currentSession().state).toBe("deleted");
});

test("a late 401 does not lead back whoever signed out on purpose", async () => {
  const session = await open();
  session.sessionBegan(ada);
  session.sessionEnded();
  session.sessionExpired();
  expect(session.currentSession()).toEqual({ state: "out" });
});

test("a page with which something would be lost stays until it is safe", async () => {
  kept.set(key, signedIn);
  const session = await open();
  let wouldLose = true;
  const letGo = session.holdPage(() => wouldLose);
  expect(session.isPageHeld()).toBe(false);
  session.sessionExpired();
  expect(session.isPageHeld()).toBe(true);
  const told = vi.fn();
  session.watchSession(told);
  session.reconsider();
  expect(told).not.toHaveBeenCalled();
  wouldLose = false;
  session.reconsider();
  expect(session.isPageHeld()).toBe(false);
  expect(told).toHaveBeenCalledOnce();
  letGo();
});

test.each([
  ["in another tab", () => elsewhere(JSON.stringify({ state: "out" }))],
  ["by another answer", null],
])("a session that ends %s leaves the page, too", async (_, end) => {
  kept.set(key, signedIn);
  const session = await open();
  const letGo = session.holdPage(() => true);
  if (end) end();
  else session.sessionExpired();
  expect(session.isPageHeld()).toBe(true);
  letGo();
  expect(session.isPageHeld()).toBe(false);
});

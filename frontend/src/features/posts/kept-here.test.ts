import type { ListedPost } from "@connectly/common";
import { expect, test } from "vitest";

import type { KeptDraft } from "../../shared/drafts/local-drafts.ts";
import { nameOf, nameOfPost, type OwnList, sortOut } from "./kept-here.ts";

const now = 1_000_000_000_000;
const long = now - 60_000;
const saved = { id: "p", etag: '"1"', title: "Title", content: "one", published: false };

function kept(draft: Partial<KeptDraft["draft"]>, post: string | null = null): KeptDraft {
  const text = { title: "Title", content: "Text" };
  return { post, name: "x", draft: { text, base: null, doubt: null, keptAt: long, ...draft } };
}

const listed = (
  post: Partial<Pick<ListedPost, "title" | "published" | "createdAt">> = {},
): ListedPost => ({
  id: "p",
  authorId: "ada",
  author: { id: "ada", name: "Ada", handle: "ada" },
  publishedAt: null,
  slug: null,
  address: null,
  tags: [],
  cover: null,
  hasDraft: false,
  title: "Title",
  readingMinutes: 1,
  excerpt: "one",
  published: false,
  createdAt: new Date(now).toISOString(),
  updatedAt: new Date(now).toISOString(),
  ...post,
});

const drafts = (posts: readonly ListedPost[], isWhole = true): OwnList => ({
  published: false,
  posts,
  isWhole,
  isUnavailable: false,
});

const untitled = { title: "", content: "Text" };
const unseen = { title: "\u200b", content: "Text" };

test.each([
  ["a title in which there is nothing to see", kept({ text: unseen, keptAt: now }), true],
  ["a text without a title, which is about to be saved", kept({ text: untitled, keptAt: now }), false],
  ["a text without a title, which was not saved for long", kept({ text: untitled }), true],
  ["nothing", kept({ text: { title: " ", content: "" } }), false],
  ["what an editor is about to save", kept({ keptAt: now - 1_000 }), false],
  ["what was not saved for long", kept({}), true],
])("of new texts, shown or not: %s", (_, text, isShown) => {
  expect(sortOut([text], drafts([]), now).alone).toEqual(isShown ? [text] : []);
});

test("a text that was sent without an answer is shown once: as the server has it, if it has", () => {
  const doubt = { text: { title: " Title", content: "Text" }, sentAt: long };
  const text = kept({ doubt });
  expect(sortOut([text], drafts([listed()]), now).alone).toEqual([]);
  expect(sortOut([text], drafts([listed({ title: "Other" })]), now).alone).toEqual([text]);
  const older = new Date(now - 3 * 24 * 3_600_000).toISOString();
  expect(sortOut([text], drafts([listed({ createdAt: older })]), now).alone).toEqual([text]);
});

test("changes stand at their post, unless they are none, or are about to be saved", () => {
  const changed = kept({ base: saved }, "p");
  expect([...sortOut([changed], drafts([listed()]), now).changes]).toEqual([["p", changed]]);
  const same = kept({ base: saved, text: { title: "Title", content: "one" } }, "p");
  expect(sortOut([same], drafts([listed()]), now).changes.size).toBe(0);
  const soon = kept({ base: saved, keptAt: now }, "p");
  expect(sortOut([soon], drafts([listed()]), now).changes.size).toBe(0);
  const published = kept({ base: { ...saved, published: true } }, "p");
  expect(sortOut([published], drafts([listed({ published: true })]), now).changes.size).toBe(1);
});

test("of two texts of one post the newest counts", () => {
  const newest = kept({ base: saved }, "p");
  const older = { ...newest, name: "y" };
  expect(sortOut([newest, older], drafts([listed()]), now).changes.get("p")).toBe(newest);
});

test("changes to a post that is not in the list stand alone, once the list is known to its end", () => {
  const text = kept({ base: saved }, "q");
  expect(sortOut([text], drafts([listed()], false), now).alone).toEqual([]);
  expect(sortOut([text], drafts([listed()]), now).alone).toEqual([text]);
});

test("each list has its own texts, and all of them while the server doesn't answer", () => {
  const draft = kept({ base: saved }, "p");
  const published = kept({ base: { ...saved, published: true } }, "q");
  const texts = [draft, published, kept({})];
  const failed = { ...drafts([], false), isUnavailable: true };
  expect(sortOut(texts, failed, now).alone).toEqual([draft, kept({})]);
  expect(sortOut(texts, { ...failed, published: true }, now).alone).toEqual([published]);
});

test.each([
  [{ title: " A title ", content: "Text" }, "A title"],
  [{ title: "", content: "\n\n# A *heading*\n\nText" }, "A *heading*"],
  [{ title: "\u200b", content: "- first\n- second" }, "first"],
  [{ title: "", content: "🙂".repeat(100) }, `${"🙂".repeat(60)}…`],
  [{ title: "", content: "***" }, "Untitled"],
])("a text has a name: %j", (text, name) => {
  expect(nameOf(kept({ text }))).toBe(name);
});

test("a post without a title is called by its first words", () => {
  expect(nameOfPost(listed())).toBe("Title");
  expect(nameOfPost(listed({ title: "" }))).toBe("one");
});

import { describe, expect, test } from "vitest";

import { changes, hasConflictMarks, merge, nextConflict } from "./merge.ts";

const text = (content: string, title = "Title") => ({ title, content });

describe("merging", () => {
  test("brings together what was changed in different places", () => {
    const merged = merge(
      text("one\n\ntwo\n\nthree"),
      text("ONE\n\ntwo\n\nthree"),
      text("one\n\ntwo\n\nTHREE\nfour"),
    );
    expect(merged).toEqual({
      text: text("ONE\n\ntwo\n\nTHREE\nfour"),
      conflicts: 0,
      otherTitle: null,
    });
  });

  test("marks what both have changed, and loses nothing", () => {
    const merged = merge(
      text("one\ntwo\nthree"),
      text("one\nmine\nthree"),
      text("one\ntheirs\nthree"),
    );
    expect(merged.conflicts).toBe(1);
    expect(merged.text.content).toBe(
      "one\n<<<<<<< Yours\nmine\n=======\ntheirs\n>>>>>>> From elsewhere\nthree",
    );
    expect(hasConflictMarks(merged.text.content)).toBe(true);
  });

  test("does not mark what both have changed in the same way", () => {
    expect(merge(text("a\nb"), text("a\nB"), text("a\nB"))).toMatchObject({
      conflicts: 0,
      text: text("a\nB"),
    });
  });

  test.each([
    ["mine alone", "Old", "Mine", "Old", "Mine", null],
    ["theirs alone", "Old", "Old", "Theirs", "Theirs", null],
    ["both", "Old", "Mine", "Theirs", "Mine", "Theirs"],
    ["both the same", "Old", "New", "New", "New", null],
  ])("the title changed by %s", (_, old, mine, theirs, title, otherTitle) => {
    const merged = merge(text("x", old), text("x", mine), text("x", theirs));
    expect(merged.text.title).toBe(title);
    expect(merged.otherTitle).toBe(otherTitle);
  });

  test("takes the tags and the cover of the one who changed them", () => {
    const cover = { url: "/media/1/2x2.png", alt: "" };
    const base = { ...text("x"), tags: ["Rust"], cover: null };
    const merged = merge(base, { ...base, tags: ["Wasm"] }, { ...base, cover });
    expect(merged.text).toEqual({ ...text("x"), tags: ["Wasm"], cover });
  });

  test("handles the longest texts", { timeout: 30_000 }, () => {
    const base = Array.from({ length: 2_000 }, (_, line) => `This is line ${line} of a long text.`);
    const mine = base.map((line, index) => (index % 50 === 0 ? `${line} Mine.` : line));
    const theirs = base.map((line, index) => (index % 50 === 25 ? `${line} Theirs.` : line));
    expect(
      merge(text(base.join("\n")), text(mine.join("\n")), text(theirs.join("\n"))).conflicts,
    ).toBe(0);
    const shown = changes(base.join("\n"), mine.join("\n"));
    expect(shown.some(({ kind }) => kind === "added")).toBe(true);
  });
});

describe("places that are marked", () => {
  const place = "<<<<<<< Yours\na\n=======\nb\n>>>>>>> From elsewhere";

  test.each([
    ["a whole one", `one\n${place}\ntwo`, true],
    ["its first line alone", "<<<<<<< Yours\na", true],
    ["its last line alone", "a\n>>>>>>> From elsewhere", true],
    ["another tool's", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main", false],
    ["words about one", "The line <<<<<<< Yours is written by the editor.", false],
    ["a heading", "Title\n=======", false],
  ])("%s", (_, content, expected) => {
    expect(hasConflictMarks(content)).toBe(expected);
    expect(nextConflict(content, 0) !== null).toBe(expected);
  });

  test("are found one after the other, and then from the start again", () => {
    const content = `${place}\n<<<<<<< HEAD\n${place}\nend`;
    const first = nextConflict(content, 0);
    expect(first).toEqual({ start: 0, end: place.length });
    const second = nextConflict(content, first?.end ?? 0);
    expect(content.slice(second?.start, second?.end)).toBe(place);
    expect(second?.start).toBeGreaterThan(0);
    expect(nextConflict(content, second?.end ?? 0)).toEqual(first);
  });
});

describe("what changed", () => {
  test("word by word", () => {
    expect(changes("The old clock", "The new clock")).toEqual([
      { kind: "same", text: "The " },
      { kind: "removed", text: "old" },
      { kind: "added", text: "new" },
      { kind: "same", text: " clock" },
    ]);
  });

  test("with what stays the same cut short", () => {
    const long = "word ".repeat(500);
    const [head, removed] = changes(`${long}old`, `${long}new`);
    expect(head?.text.length).toBeLessThan(200);
    expect(removed).toEqual({ kind: "removed", text: "old" });
  });

  test("nothing", () => {
    expect(changes("", "")).toEqual([]);
  });
});

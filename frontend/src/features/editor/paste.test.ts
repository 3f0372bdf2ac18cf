import { expect, test } from "vitest";

import { linkTo } from "./formatting.ts";
import { readFrontMatter } from "./front-matter.ts";
import { type Clip, planPaste, planTitle, spaced } from "./paste.ts";

const nothing: Clip = { types: [], plain: "", html: "", files: 0 };

test.each<[string, Partial<Clip>, string, string]>([
  ["plain text", { plain: "**x**" }, "", "leave"],
  ["rich text", { plain: "x", html: "<b>x</b>" }, "", "convert"],
  ["rich text over a selection", { plain: "x", html: "<b>x</b>" }, "words", "convert"],
  ["a picture copied from a page", { html: "<img src='https://x.example/y.png'>", files: 1 }, "", "files"],
  ["rich text without its plain text", { html: "<b>x</b>" }, "", "convert"],
  ["rich text with its picture, as Word gives both", { plain: "x", html: "<b>x</b>", files: 1 }, "", "convert"],
  ["code with colours", { types: ["vscode-editor-data"], plain: "x", html: "<div>x</div>" }, "", "leave"],
  ["a picture", { types: ["Files"], files: 1 }, "", "files"],
  ["nothing", {}, "", "leave"],
  ["an address", { plain: "https://x.example" }, "", "leave"],
  ["an address over words", { plain: " https://x.example\n" }, "words", "link"],
  ["an address over words, with its HTML", { plain: "https://x.example", html: "<a>x</a>" }, "w", "link"],
  ["a mail address over words", { plain: "mailto:a@b.example" }, "words", "link"],
  ["an address over an address", { plain: "https://x.example" }, "https://y.example", "leave"],
  ["an address over paragraphs", { plain: "https://x.example" }, "one\n\ntwo", "leave"],
  ["another address over words", { plain: "javascript:alert(1)" }, "words", "leave"],
  ["a path over words", { plain: "/etc/passwd" }, "words", "leave"],
  ["two addresses over words", { plain: "https://x.example https://y.example" }, "words", "leave"],
  ["one's own export", { plain: '---\ntitle: "A"\nid: 1\n---\n\nText' }, "", "export"],
  ["text between rules", { plain: "---\nWords, and more: words\n---\n" }, "", "leave"],
])("%s", (_, clip, selected, plan) => {
  expect(planPaste({ ...nothing, ...clip }, selected, false).do).toBe(plan);
});

test("in code, everything is what it is", () => {
  for (const plain of ["x", "https://x.example", "---\ntitle: a\n---\n"]) {
    expect(planPaste({ ...nothing, plain, html: "<b>x</b>" }, "words", true).do).toBe("leave");
  }
});

test.each([
  ['---\ntitle: "On \\"engines\\""\nid: 0190\npublished: true\ncreatedAt: 2026-02-03T04:05:06Z\nupdatedAt: 2026-02-03T04:05:06Z\n---\n\n# One\n', 'On "engines"', "# One\n"],
  ['---\r\ntitle: "Windows"\r\n---\r\n\r\none\r\ntwo', "Windows", "one\ntwo"],
  ['\ufeff---\ntitle: "a\\u000ab"\n---\n\nText', "a b", "Text"],
  ["---\ntitle: Without quotes # and a comment\ntags:\n  - a\n---\nText", "Without quotes", "Text"],
  ["---\ntitle: 'It''s'\n---\n", "It's", ""],
  ["---\ntitle: ---\n---\nText", "---", "Text"],
  ['---\ntitle: ""\n---\n\nText', "", "Text"],
  ["---\ntitle: >-\n  A title that is\n  folded: # twice\nid: 1\n---\nText", "A title that is folded: # twice", "Text"],
  ["---\nid: 1\ntitle: |\n  \"One\"\n\n  two\n---\nText", '"One" two', "Text"],
  ["---\ntitle: >2 # kept\n  One\n---\nText", "One", "Text"],
  ["---\ntitle: One that\n  goes on\ntags:\n  - a\n---\nText", "One that goes on", "Text"],
  ['---\ntitle: "One that\n  goes on"\n---\nText', "One that goes on", "Text"],
  ["---\ntitle: > 5\n---\nText", "> 5", "Text"],
  ['---\ntitle: "A"\n---\n\n---\ntitle: another\n---\n', "A", "---\ntitle: another\n---\n"],
])("%j has the title %j", (text, title, content) => {
  expect(readFrontMatter(text)).toEqual({ title, content });
});

const exported = '---\ntitle: "My post"\nid: 1\n---\n\n# One\n\nBody\n';

test.each([
  [" world ", "hello", " world "],
  ["one\n", "x", "one "],
  ["one  two", "x", "one  two"],
  ["one \r\n\r\n\t two", "x", "one two"],
  ["\nworld", "hello", " world"],
  ["one\u2028two", "", "one two"],
  ["  one\n", "", "one "],
  ["---\nWords", "", "--- Words"],
])("%j pasted into a title with %j is %j", (plain, rest, insert) => {
  expect(planTitle(plain, rest)).toEqual({ insert, otherTitle: "" });
});

test("one's own export pasted into an empty title is divided", () => {
  for (const plain of [exported, exported.replaceAll("\n", "\r\n")]) {
    expect(planTitle(plain, " ")).toEqual({ insert: "My post", content: "# One\n\nBody\n", otherTitle: "" });
  }
});

test("one's own export pasted beside another title leaves that title as it is", () => {
  expect(planTitle(exported, "Mine")).toEqual({
    insert: "",
    content: "# One\n\nBody\n",
    otherTitle: "My post",
  });
});

test.each(["Text", "---\n", "---\n---\n", "---\nid: 1\n---\n", "a\n---\ntitle: b\n---\n", "---\ntitle: a\n"])(
  "%j has no front matter",
  (text) => {
    expect(readFrontMatter(text)).toBeUndefined();
  },
);

test.each([
  ["", "", "# x"],
  ["one", "", "\n\n# x"],
  ["one\n", "", "\n# x"],
  ["one\n\n", "two", "# x\n\n"],
  ["one", "\ntwo", "\n\n# x\n"],
  ["one", "\n\ntwo", "\n\n# x"],
  ["\n", "\n", "# x"],
])("a block between %j and %j is %j", (before, behind, expected) => {
  expect(spaced({ text: "# x", inline: false, plain: false }, before, behind)).toBe(expected);
});

test("a part of a line is put in as it is", () => {
  expect(spaced({ text: "**x**", inline: true, plain: false }, "one ", " two")).toBe("**x**");
});

test.each([
  ["see here now", 4, 8, "[here](https://x.example/(a))"],
  ["see here now", 3, 9, "[here](https://x.example/(a))"],
  ["a [b] c", 0, 7, "[a \\[b\\] c](https://x.example/(a))"],
  ["a **b** c", 2, 7, "[**b**](https://x.example/(a))"],
])("%j from %i to %i becomes a link: %s", (text, start, end, link) => {
  expect(linkTo(text, start, end, "https://x.example/(a)")?.insert).toContain(link);
});

test("an address over a link is no link in it", () => {
  expect(linkTo("see [here](x)", 5, 9, "https://x.example")).toBeUndefined();
});

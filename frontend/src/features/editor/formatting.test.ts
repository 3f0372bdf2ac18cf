import { expect, test } from "vitest";

import { type Format, format } from "./formatting.ts";

/** The text with the selection in brackets. */
function apply(kind: Format, marked: string): string {
  const start = marked.indexOf("[");
  const end = marked.indexOf("]") - 1;
  const text = marked.replace("[", "").replace("]", "");
  const edit = format(kind, text, start, end);
  const after = text.slice(0, edit.start) + edit.insert + text.slice(edit.end);
  return `${after.slice(0, edit.selectStart)}«${after.slice(edit.selectStart, edit.selectEnd)}»${after.slice(edit.selectEnd)}`;
}

test.each<[Format, string, string]>([
  ["bold", "a [word] here", "a **«word»** here"],
  ["bold", "a **[word]** here", "a «word» here"],
  ["bold", "[]", "**«bold text»**"],
  ["italic", "[word]", "*«word»*"],
  ["code", "[x]", "`«x»`"],
  ["code", "[a\nb]", "```\n«a\nb»\n```"],
  ["heading", "one\ntw[]o", "one\n## two«»"],
  ["heading", "## tw[]o", "two«»"],
  ["quote", "[one\ntwo]", "«> one\n> two»"],
  ["list", "[one\ntwo]\nthree", "«- one\n- two»\nthree"],
  ["link", "see [here]", "see [here](«https://»)"],
  ["image", "[]", "![what the picture shows](«https://»)"],
])("%s of %j", (kind, before, after) => {
  expect(apply(kind, before)).toBe(after);
});

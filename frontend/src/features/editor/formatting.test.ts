import fc from "fast-check";
import type { Nodes } from "mdast";
import { expect, test } from "vitest";

import { parse } from "./parse.ts";
import { type Edit, type Format, format } from "./formatting.ts";

interface State {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A text with its selection between ‹ and ›. */
function read(marked: string): State {
  const [before = "", selected = "", behind = ""] = marked.split(/[‹›]/);
  const start = before.length;
  return { text: before + selected + behind, start, end: start + selected.length };
}

function write({ text, start, end }: State): string {
  return `${text.slice(0, start)}‹${text.slice(start, end)}›${text.slice(end)}`;
}

function press(kind: Format, { text, start, end }: State): State {
  const edit: Edit = format(kind, text, start, end);
  return {
    text: text.slice(0, edit.start) + edit.insert + text.slice(edit.end),
    start: edit.selectStart,
    end: edit.selectEnd,
  };
}

const pressed = (kind: Format, marked: string) => write(press(kind, read(marked)));

test.each<[Format, string, string]>([
  ["bold", "a ‹word› here", "a **‹word›** here"],
  ["bold", "‹word ›next", "**‹word›** next"],
  ["bold", "a‹ word\t›next", "a **‹word›**\tnext"],
  ["bold", "‹word\u00a0›next", "**‹word›**\u00a0next"],
  ["bold", "‹\nword\n\n›next", "\n**‹word›**\n\nnext"],
  ["bold", "mid‹dl›e", "mid**‹dl›**e"],
  ["bold", "‹one\n\ntwo›", "**‹one**\n\n**two›**"],
  ["bold", "‹one\ntwo›", "**‹one\ntwo›**"],
  ["bold", "‹- one\n- two›", "- **‹one**\n- **two›**"],
  ["bold", "‹1. one\n   1. two›", "1. **‹one**\n   1. **two›**"],
  ["bold", "‹- [ ] one\n- [x] two›", "- [ ] **‹one**\n- [x] **two›**"],
  ["bold", "‹> one\n>\n> two›", "> **‹one**\n>\n> **two›**"],
  ["bold", "> one\n‹> two›", "> one\n> **‹two›**"],
  ["bold", "‹## one\n\ntwo›", "## **‹one**\n\n**two›**"],
  ["bold", "‹one\n===\n\ntwo›", "**‹one**\n===\n\n**two›**"],
  ["bold", "‹one\n\n```\ncode\n```\n\ntwo›", "**‹one**\n\n```\ncode\n```\n\n**two›**"],
  ["bold", "```\n‹code›\n```", "```\n‹code›\n```"],
  ["bold", "‹| a | b |\n| - | - |\n| c | d |›", "| **‹a** | **b** |\n| - | - |\n| **c** | **d›** |"],
  ["bold", "a **‹word›** here", "a ‹word› here"],
  ["bold", "a ‹**word**› here", "a ‹word› here"],
  ["bold", "a‹ **word** ›here", "a ‹word› here"],
  ["bold", "a ‹__word__› here", "a ‹word› here"],
  ["bold", "‹**one**\n\n**two**›", "‹one\n\ntwo›"],
  ["bold", "‹- **one**\n- **two**›", "- ‹one\n- two›"],
  ["bold", "‹**one**\n\ntwo›", "**‹one**\n\n**two›**"],
  ["bold", "**one ‹two› three**", "**one** ‹two› **three**"],
  ["bold", "**one ‹two›**", "**one** ‹two›"],
  ["bold", "**one‹** two›", "**‹one two›**"],
  ["bold", "***‹x›***", "*‹x›*"],
  ["bold", "‹***x***›", "‹*x*›"],
  ["bold", "*‹x›*", "***‹x›***"],
  ["bold", "*a ‹b›*", "*a **‹b›***"],
  ["bold", "*a ‹b* c›", "*a **‹b*** **c›**"],
  ["bold", "**a *b ‹c› d***", "**a** ***b** ‹c› **d***"],
  ["bold", "‹`code`›", "**‹`code`›**"],
  ["bold", "a `co‹de› x` b", "a **‹`code x`›** b"],
  ["bold", "see ‹[here](a)›", "see **‹[here](a)›**"],
  ["bold", "see [‹he›re](a)", "see [**‹he›**re](a)"],
  ["bold", "‹see [he›re](a)", "**‹see [here](a)›**"],
  ["bold", "https://exa‹mple›.com", "**‹https://example.com›**"],
  ["bold", "<https://exa‹mple›.com>", "**‹<https://example.com>›**"],
  ["bold", 'say‹"word"›now', 'say"**‹word›**"now'],
  ["bold", "say ‹“word”› now", "say **‹“word”›** now"],
  ["bold", "‹日本›語", "**‹日本›**語"],
  ["bold", "‹שלום› עולם", "**‹שלום›** עולם"],
  ["bold", "a\\*‹b›", "a\\***‹b›**"],
  ["bold", "‹›", "**‹bold text›**"],
  ["bold", "one ‹› two", "one **‹bold text›** two"],
  ["bold", "one tw‹›o", "one **‹two›**"],
  ["bold", "one two‹›", "one **‹two›**"],
  ["bold", "one **two thr‹›ee**", "one two thr‹›ee"],
  ["italic", "‹word›", "*‹word›*"],
  ["italic", "‹word ›next", "*‹word›* next"],
  ["italic", "*‹word›*", "‹word›"],
  ["italic", "‹_word_›", "‹word›"],
  ["italic", "**‹x›**", "***‹x›***"],
  ["italic", "***‹x›***", "**‹x›**"],
  ["italic", "**a ‹b›**", "**a *‹b›***"],
  ["italic", "‹one\n\ntwo›", "*‹one*\n\n*two›*"],
  ["italic", "‹›", "*‹slanted text›*"],
  ["code", "‹x›", "`‹x›`"],
  ["code", "‹x ›y", "`‹x›` y"],
  ["code", "`‹x›`", "‹x›"],
  ["code", "‹`x`›", "‹x›"],
  ["code", "wo‹›rd", "`‹word›`"],
  ["code", "‹a`b›", "``‹a`b›``"],
  ["code", "‹`a›", "`` ‹`a› ``"],
  ["code", "`` ‹`a› ``", "‹`a›"],
  ["code", "‹a\nb›", "```\n‹a\nb›\n```"],
  ["code", "```\n‹a\nb›\n```", "‹a\nb›"],
  ["code", "‹```\na\nb\n```›", "‹a\nb›"],
  ["code", "‹```js\na\n```\n›", "‹a›\n"],
  ["code", "‹a\n```\nb›", "````\n‹a\n```\nb›\n````"],
  ["code", "````\n‹a\n```\nb›\n````", "‹a\n```\nb›"],
  ["code", "x a‹b\nc›d", "```\n‹x ab\ncd›\n```"],
  ["heading", "one\ntw‹›o", "one\n## two‹›"],
  ["heading", "## tw‹›o", "two‹›"],
  ["heading", "#### tw‹›o", "## two‹›"],
  ["quote", "‹one\ntwo›", "‹> one\n> two›"],
  ["list", "‹one\ntwo›\nthree", "‹- one\n- two›\nthree"],
  ["list", "‹one\n›two", "- one‹›\ntwo"],
  ["list", "‹one\n\ntwo›", "‹- one\n\n- two›"],
  ["link", "see ‹here›", "see [here](‹https://›)"],
  ["link", "see ‹here ›now", "see [here](‹https://›) now"],
  ["link", "see he‹›re", "see [here](‹https://›)"],
  ["link", "see [here](‹https://›)", "see ‹here›"],
  ["link", "see ‹[here](https://x.example)›", "see ‹here›"],
  ["link", "‹a [b] c›", "[a \\[b\\] c](‹https://›)"],
  ["link", "[a \\[b\\] c](‹https://›)", "‹a [b] c›"],
  ["link", "‹`a[0]` is›", "[`a[0]` is](‹https://›)"],
  ["link", "‹![a](https://x.example/y.png)›", "[![a](https://x.example/y.png)](‹https://›)"],
  ["link", "‹a [b](c) d›", "[a b d](‹https://›)"],
  ["link", "*a ‹b* c›", "[*a b* c](‹https://›)"],
  ["link", "‹https://x.example/a_(b)›", "[‹link text›](https://x.example/a_(b))"],
  ["link", "‹https://x.example/a)b›", "[‹link text›](<https://x.example/a)b>)"],
  ["link", "‹<https://x.example>›", "[‹link text›](https://x.example)"],
  ["link", "see https://x.exa‹›mple/ now", "see [‹link text›](https://x.example/) now"],
  ["link", "‹mailto:a@b.example›", "[‹link text›](mailto:a@b.example)"],
  ["link", "‹javascript:alert(1)›", "[javascript:alert(1)](‹https://›)"],
  ["link", "‹›", "[link text](‹https://›)"],
  ["image", "‹›", "![what the picture shows](‹https://›)"],
  ["image", "‹a cat›", "![a cat](‹https://›)"],
  ["image", "![a cat](‹https://›)", "‹a cat›"],
  ["image", "‹https://x.example/y.png›", "![‹what the picture shows›](https://x.example/y.png)"],
])("%s of %j", (kind, before, behind) => {
  expect(pressed(kind, before)).toBe(behind);
});

test.each(["です‹「重要」›です", "‹한국어(Korean)›는", "x‹(y)›z", "x‹“y”›z"])("%s becomes bold as far as can be", (marked) => {
  const once = press("bold", read(marked));
  expect(wordsIn(once.text, "strong")).toMatch(/重要|한국어\(Korean|y/);
  expect(press("bold", once).text).toBe(read(marked).text);
});

/** The words inside `strong` or `emphasis`, without white space. */
function wordsIn(text: string, type: "strong" | "emphasis" | "inlineCode"): string {
  const root = parse(text);
  const walk = (node: Nodes, inside: boolean): string => {
    const within = inside || node.type === type;
    if ("value" in node) return within ? node.value : "";
    if (node.type === "image") return within ? (node.alt ?? "") : "";
    return "children" in node ? node.children.map((child) => walk(child, within)).join("") : "";
  };
  return root ? walk(root, false).replace(/\s/g, "") : "";
}

const words = fc
  .array(fc.constantFrom("a", "word", "日本", "слово", "كلمة", "é", "हिन्दी", "한국어"), { minLength: 1, maxLength: 3 })
  .map((letters) => letters.join(""));
const plain = fc
  .array(fc.tuple(words, fc.constantFrom(" ", "\n", "\n\n", "  ", "\n- ", "\n\n> ", "\n\n## ", "\u00a0")), {
    minLength: 1,
    maxLength: 8,
  })
  .map((pairs) => pairs.flat().join(""));
const rich = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: words },
      fc.constantFrom(" ", "\n", "\n\n", "\n- ", "\n> ", "*", "_", "`", "“", ".", "(", ")", "[x](y)", "\\", "\n```\n", "|", "\n|-|-|\n", "~~", "!", "https://x.example "),
    ),
    { maxLength: 14 },
  )
  .map((pieces) => pieces.join(""));

/** A text with a selection that cuts no character in two. */
const selectedIn = (text: fc.Arbitrary<string>) =>
  fc.tuple(text, fc.nat(), fc.nat()).map(([text, one, other]): State => {
    const length = text.length + 1;
    const [start = 0, end = 0] = [one % length, other % length].sort((a, b) => a - b);
    return { text, start, end };
  });

const kinds = [
  ["bold", "strong"],
  ["italic", "emphasis"],
] as const;

test.each(kinds)("%s makes the selected words so, and twice gives the text back", (kind, type) => {
  fc.assert(
    fc.property(selectedIn(plain), (state) => {
      const selected = state.text.slice(state.start, state.end).replace(/[\s>#-]/g, "");
      fc.pre(selected !== "");
      const once = press(kind, state);
      expect(wordsIn(once.text, type)).toBe(selected);
      expect(press(kind, once).text).toBe(state.text);
    }),
    { numRuns: 200 },
  );
}, 60_000);

test.each(kinds)("%s is so, or nothing is changed, whatever is in the text", (kind, type) => {
  fc.assert(
    fc.property(selectedIn(rich), (state) => {
      fc.pre(wordsIn(state.text, type) === "" && state.start < state.end);
      const once = press(kind, state);
      fc.pre(once.text !== state.text);
      expect(wordsIn(once.text, type)).not.toBe("");
    }),
    { numRuns: 200 },
  );
}, 60_000);

test("code holds whatever it is around, and gives it back", () => {
  const line = fc.array(fc.constantFrom("a", "`", "``", "*", " ", "\\"), { maxLength: 10 }).map((parts) => `x${parts.join("")}x`);
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join("\n")), (text) => {
      const once = press("code", { text, start: 0, end: text.length });
      expect(once.text.slice(once.start, once.end)).toBe(text);
      expect(press("code", once).text).toBe(text);
    }),
  );
}, 60_000);

test("a long text is changed as a short one is", () => {
  const filler = "Some words that nobody reads.\n\n".repeat(4_000);
  const state = read(`${filler}**one ‹two›**\n\n${filler}`);
  expect(press("bold", state).text).toBe(`${filler}**one** two\n\n${filler}`);
});

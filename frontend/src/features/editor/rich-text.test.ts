import { expect, test } from "vitest";

import { parse } from "./parse.ts";
import { fromRichText as convert } from "./rich-text.ts";

/** What programs put on the clipboard, in their own form, and what it is in Markdown. */
const clips: readonly (readonly [string, string, string])[] = [
  [
    "Google Docs",
    `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1f2e3d4c-7fff"><h1 dir="ltr" style="line-height:1.38;margin-top:20pt;"><span style="font-size:20pt;font-family:Arial,sans-serif;font-weight:400;font-style:normal;white-space:pre-wrap;">Title</span></h1><p dir="ltr" style="line-height:1.38;"><span style="font-weight:400;white-space:pre-wrap;">Some </span><span style="font-weight:700;white-space:pre-wrap;">bold </span><span style="font-weight:400;font-style:italic;">slanted</span><span style="font-weight:700;font-style:italic;"> both</span><span style="text-decoration:line-through;"> gone</span><span> and </span><a href="https://example.com/?utm_source=docs&amp;a=1" style="text-decoration:none;"><span style="color:#1155cc;text-decoration:underline;">a link</span></a><span>.</span></p><br><ul style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr" role="presentation"><span>one</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span>nested</span></p></li></ul><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>two</span></p></li></ul><ol><li><p role="presentation"><span>first</span></p></li><li><p role="presentation"><span>second</span></p></li></ol><ul><li role="checkbox" aria-checked="true"><img src="data:image/png;base64,AAAA" width="18px" height="18px" alt="checked" aria-roledescription="checkbox" role="none"><p role="presentation"><span>done</span></p></li></ul><p><span style="font-family:'Courier New',monospace;">code()</span></p></b>`,
    "# Title\n\nSome **bold** *slanted* **_both_** ~~gone~~ and [a link](https://example.com/?a=1).\n\n- one\n  - nested\n- two\n\n1. first\n2. second\n\n- [x] done\n\n`code()`",
  ],
  [
    "Word",
    `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm;} --></style><!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--></head><body lang=EN-US><!--StartFragment--><p class=MsoTitle>The title<o:p></o:p></p><h2>Part one<o:p></o:p></h2><p class=MsoNormal>Some <b>bold<o:p></o:p></b> and <i style='mso-bidi-font-style:normal'>slanted</i>
words.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>one<o:p></o:p></p><p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span><span style='mso-list:Ignore'>o<span>&nbsp;&nbsp; </span></span></span><![endif]>nested<o:p></o:p></p><p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·</span><![endif]>two<o:p></o:p></p><p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span><![endif]>first<o:p></o:p></p><p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>2.</span><![endif]>second<o:p></o:p></p><table class=MsoTableGrid border=1><tr><td width=300><p class=MsoNormal><b>A</b><o:p></o:p></p></td><td><p class=MsoNormal>B<o:p></o:p></p></td></tr><tr><td><p class=MsoNormal>1 | 2</p></td><td><p class=MsoNormal>line<br>break</p></td></tr></table><p class=MsoQuote>Quoted</p><p class=MsoNormal><img width=100 src="file:///C:/Users/a/AppData/clip_image001.png" alt="A chart"></p><!--EndFragment--></body></html>`,
    "# The title\n\n## Part one\n\nSome **bold** and *slanted* words.\n\n- one\n  - nested\n- two\n\n1. first\n2. second\n\n| A | B |\n| - | - |\n| 1 \\| 2 | line break |\n\n> Quoted\n\nA chart",
  ],
  [
    "LibreOffice",
    `<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title><meta name="generator" content="LibreOffice 24.2 (Linux)"/><style type="text/css">p { margin-bottom: 0.1in }</style></head><body lang="en-US" link="#000080" dir="ltr"><h1 class="western">Title</h1><p style="line-height: 115%"><font face="Liberation Serif"><b>Bold</b></font>, <span style="font-style: italic">slanted</span><br/>
next line</p><p><br/>
</p><ol><li><p>one</p></li><li><p>two</p><ul><li><p>in it</p></li></ul></li></ol><p><code>x = 1</code></p></body></html>`,
    "# Title\n\n**Bold**, *slanted*\\\nnext line\n\n1. one\n2. two\n   - in it\n\n`x = 1`",
  ],
  [
    "a page in Chrome",
    `<meta charset='utf-8'><h2 style="box-sizing: border-box; color: rgb(0, 0, 0); font-weight: 640;"><a class="anchor" aria-hidden="true" href="https://x.example/#part"></a>A part<a href="#part">#</a></h2><p style="font-weight: 400;">With <strong style="font-weight: 700;">bold</strong>,<span> </span><code style="font-family: monospace;">a_b</code><span class="Apple-converted-space">&nbsp;</span>and <a href="https://example.com/a_(b)" target="_blank" onclick="evil()">a link</a>, <a href="javascript:alert(1)">none</a>, <img src="https://example.com/y.png" alt="a cat" onerror="evil()"><img src="data:image/png;base64,AAAA" alt="tracker"></p><blockquote><p>Quoted <em>words</em></p></blockquote><div class="highlight-source-js"><pre><code><span class="k">let</span> x = 1;
  y();
</code></pre></div><table><thead><tr><th style="text-align: right;">n</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table><hr><script>evil()</script><style>p{}</style>`,
    "## A part\n\nWith **bold**, `a_b` and [a link](https://example.com/a_\\(b\\)), none, ![a cat](https://example.com/y.png) tracker\n\n> Quoted *words*\n\n```js\nlet x = 1;\n  y();\n```\n\n| n | b |\n| -: | - |\n| 1 | 2 |\n\n---",
  ],
  [
    "this site",
    `<meta charset='utf-8'><h2>One</h2><p>Words<sup><a href="https://connectly.example/blog/1#user-content-fn-1" id="user-content-fnref-1" aria-describedby="footnote-label">1</a></sup> and <del>gone</del>.</p><ul class="contains-task-list"><li class="task-list-item"><input type="checkbox" disabled="" aria-label="To do"> open</li><li class="task-list-item"><input type="checkbox" checked="" disabled=""> done</li></ul><div class="table-scroll" role="group"><table><thead><tr><th>a</th></tr></thead><tbody><tr><td><code>b</code></td></tr></tbody></table></div><pre tabindex="0" data-language="rust" dir="ltr"><code>fn <span class="hljs-title">a</span>() {}\n</code></pre><section class="footnotes"><h2 class="sr-only" id="footnote-label">Footnotes</h2><ol><li id="user-content-fn-1"><p>The note.</p> <a href="#user-content-fnref-1" aria-label="Back to reference 1">↩</a></li></ol></section>`,
    "## One\n\nWords[^1] and ~~gone~~.\n\n- [ ] open\n- [x] done\n\n| a |\n| - |\n| `b` |\n\n```rust\nfn a() {}\n```\n\n[^1]: The note.",
  ],
  [
    "a page of a code host",
    `<article><div class="markdown-heading" dir="auto"><h2 tabindex="-1" class="heading-element">Install</h2><a id="user-content-install" class="anchor" aria-label="Permalink: Install" href="#install"><svg></svg></a></div><p dir="auto">Run:</p><div class="highlight highlight-source-shell" dir="auto"><pre>npm install <span class="pl-k">&amp;&amp;</span> npm start</pre><div class="zeroclipboard-container"><clipboard-copy aria-label="Copy"><svg></svg></clipboard-copy></div></div></article>`,
    "## Install\n\nRun:\n\n```shell\nnpm install && npm start\n```",
  ],
  [
    "a page with a button beside its code",
    `<p>So:</p><pre><div><div>python</div><div><button>Copy</button></div><div><code class="whitespace-pre language-python"><span>print</span>(1)\n</code></div></div></pre>`,
    "So:\n\n```python\nprint(1)\n```",
  ],
  [
    "a spreadsheet",
    `<google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid #cccccc;}--></style><table xmlns="http://www.w3.org/1999/xhtml" cellspacing="0" border="1"><colgroup><col width="100"/><col width="100"/></colgroup><tbody><tr style="height:21px;"><td style="font-weight:bold;">Name</td><td style="text-align:right;">Sum</td></tr><tr><td>a</td><td style="text-align:right;">1</td></tr></tbody></table></google-sheets-html-origin>`,
    "| Name | Sum |\n| - | -: |\n| a | 1 |",
  ],
  [
    "a frame around one cell",
    `<table><tbody><tr><td><p>one</p><p>two</p></td></tr></tbody></table>`,
    "one\n\ntwo",
  ],
  [
    "a mail",
    `<div dir="ltr">Hello,<br><br>some words<div><br></div><div>and <i>others</i></div></div>`,
    "Hello,\n\nsome words\n\nand *others*",
  ],
];

test.each(clips)("what %s puts on the clipboard becomes Markdown", (_, html, markdown) => {
  expect(convert(html).text).toBe(markdown);
});

test.each([
  ["<p>one <b>word</b></p>", "one **word**"],
  ["<b>bold </b>next", "**bold** next"],
  ["a<b> bold</b>", "a **bold**"],
  ["<b>one</b><b>two</b>", "**onetwo**"],
  ["<b><b>one</b></b>", "**one**"],
  ["<b>note:</b>next", "**note**:next"],
  ["5 * 3 <b>= 15</b>", "5 \\* 3 **= 15**"],
  ["<code>a`b</code>", "``a`b``"],
  ["<a href='https://example.com/'>https://example.com/</a>", "<https://example.com/>"],
  ["<a href='https://www.google.com/url?q=https://example.com/&sa=D'>x</a>", "[x](https://example.com/)"],
  ["<a href='mailto:a@b.example'>mail</a>", "[mail](mailto:a@b.example)"],
  ["<a href='file:///etc/passwd'>x</a> <b>y</b>", "x **y**"],
  ["<a href='https://x.example'><b>x</b> </a>y", "[**x**](https://x.example) y"],
  ["<span style='FONT-WEIGHT: Bold'>x</span>", "**x**"],
  ["<p>a<br>b</p>", "a\\\nb"],
  ["<p dir=rtl>مرحبا <b>بالعالم</b></p>", "مرحبا **بالعالم**"],
  ["<u>a</u> <mark>b</mark> x<sup>2</sup>", "a b x2"],
  [
    // KaTeX, as browsers copy it
    `area <span class="katex"><span class="katex-mathml" style="position: absolute; clip: rect(1px, 1px, 1px, 1px);"><math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow><annotation encoding="application/x-tex">x^2</annotation></semantics></math></span><span class="katex-html" aria-hidden="true"><span class="base"><span class="mord mathnormal">x</span><span class="mord mtight">2</span></span></span></span>.`,
    "area `x^2`.",
  ],
  [
    // Wikipedia
    `area <span class="mwe-math-element"><span class="mwe-math-mathml-inline" style="display: none;"><math alttext="{\\displaystyle x^{2}}"><semantics><mrow><mi>x</mi></mrow><annotation encoding="application/x-tex">{\\displaystyle x^{2}}</annotation></semantics></math></span><img src="https://wikimedia.example/x.svg" class="mwe-math-fallback-image-inline" aria-hidden="true" alt="{\\displaystyle x^{2}}"></span>.`,
    "area `x^{2}`.",
  ],
  [
    // MathJax
    `sum <mjx-container class="MathJax" jax="CHTML"><mjx-math aria-hidden="true"><mjx-mi><mjx-c></mjx-c></mjx-mi></mjx-math><mjx-assistive-mml unselectable="on" display="inline"><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>a</mi><mo>+</mo><mi>b</mi></math></mjx-assistive-mml></mjx-container>`,
    "sum a+b",
  ],
  // KaTeX without MathML
  [`<i>so</i> <span class="katex"><span class="katex-html" aria-hidden="true"><span class="mord">y</span></span></span>`, "*so* y"],
])("%s is part of a line: %s", (html, markdown) => {
  expect(convert(html)).toMatchObject({ text: markdown, inline: true });
});

test.each([
  [
    // A message in a chat, as Chrome copies it
    `<meta charset='utf-8'><span style="color: rgb(29, 28, 29); font-style: normal; font-weight: 400; white-space: pre-wrap; display: inline !important;">one\ntwo\n\nthree</span>`,
    "one\\\ntwo\n\nthree",
  ],
  [`<div style="white-space: pre-wrap;"><span>one\r\n  two</span>\n\n<b>three</b></div>`, "one\\\ntwo\n\n**three**"],
  [`<p style="white-space: pre-line">one\ntwo</p>`, "one\\\ntwo"],
  [`<p style="white-space: break-spaces">one\ntwo</p>`, "one\\\ntwo"],
  [`<p style="white-space: pre">one\ntwo\n</p>`, "one\\\ntwo"],
  [`<p style="white-space-collapse: preserve">one\ntwo</p>`, "one\\\ntwo"],
  [`<p style="white-space: pre-wrap">one <b>two\n\nthree</b> four</p>`, "one **two**\n\n**three** four"],
  [`<p style="white-space: pre-wrap"><a href="https://x.example/">one\ntwo</a></p>`, "[one\\\ntwo](https://x.example/)"],
  [`<div style="white-space: pre-wrap">\n<p>one</p>\n<ul>\n<li>two</li>\n<li>three\n<ul>\n<li>four</li>\n</ul>\n</li>\n</ul>\n</div>`, "one\n\n- two\n- three\n  - four"],
  [`<div style="white-space: pre-wrap"><p style="white-space: normal">one\ntwo</p></div>`, "one two"],
  [`<blockquote style="white-space: pre-wrap">\none\n\ntwo\n</blockquote>`, "> one\n>\n> two"],
  [`<ul style="white-space: pre-wrap">\n<li>\none\n</li>\n<li>two\nthree</li></ul>`, "- one\n- two\\\n  three"],
  [`<p style="white-space: pre-wrap">see <code>a\nb</code></p>`, "see `a`\\\n`b`"],
  [`<p style="white-space: nowrap">one\ntwo</p>`, "one two"],
  [`<h2 style="white-space: pre-wrap">one\ntwo</h2>`, "## one two"],
  [`<ul><li style="white-space: pre-wrap">one\n\ntwo</li></ul>`, "- one\n\n  two"],
  [`<table style="white-space: pre-wrap">\n<tr>\n<td>a\nb</td>\n<td>c</td>\n</tr>\n</table>`, "| a b | c |\n| - | - |"],
])("line breaks that are shown stay: %s", (html, markdown) => {
  expect(convert(html).text).toBe(markdown);
});

test.each([
  [`<b><p>one</p><p>two</p></b>`, "**one**\n\n**two**"],
  [`<p style="font-weight:bold">one</p><p>two</p>`, "**one**\n\ntwo"],
  [`<div style="font-style:italic">one</div><div>two</div>`, "*one*\n\ntwo"],
  [`<div style="font-style: italic;"><p>one</p><p>two</p></div>`, "*one*\n\n*two*"],
  [`<p style="text-decoration: line-through">one</p><p>two</p>`, "~~one~~\n\ntwo"],
  [`<b style="font-weight:normal;" id="docs-internal-guid-1"><p><span>one</span></p><p>two</p></b>`, "one\n\ntwo"],
  [`<b><p>one <b>two</b></p><i><p>three</p></i></b>`, "**one two**\n\n**_three_**"],
  [`<b><h2>one</h2><ul><li>two</li><li><p>three</p></li></ul><pre>four</pre></b>`, "## one\n\n- **two**\n- **three**\n\n```\nfour\n```"],
  [`<i><blockquote><p>one</p></blockquote></i>`, "> *one*"],
  [`<b>one<br><br>two<br>three</b>`, "**one**\n\n**two\\\nthree**"],
  [`<div style="font-weight:700"><p style="font-weight:400">one <b>two</b></p><p>three</p></div>`, "one **two**\n\n**three**"],
  [`<b>one <span style="font-weight:normal">two</span> three</b>`, "**one** two **three**"],
  [`<ul><li style="font-weight:bold">one</li><li>two</li></ul>`, "- **one**\n- two"],
  [`<b><table><tr><td>one</td></tr><tr><td style="font-style:italic">two <b>three</b></td></tr></table></b>`, "| one |\n| - |\n| **_two three_** |"],
  [`<h2 style="font-weight:bold"><p style="font-weight:bold">one</p></h2><p class=MsoTitle style='font-weight:bold'>two</p>`, "## one\n\n# two"],
])("each paragraph keeps how it is marked: %s", (html, markdown) => {
  expect(convert(html).text).toBe(markdown);
});

test.each([
  [`See <img src="http://example.com/a.png" alt="A chart"> here`, "See A chart here"],
  [`<p>See<img src="data:image/png;base64,AAAA" alt="A&#10;chart">here</p>`, "See A chart here"],
  [`<p><img src="cid:part1@example" alt="A chart"></p>`, "A chart"],
  [`<img src="blob:https://x.example/1" alt="A chart">`, "A chart"],
  [`<a href="https://x.example/"><img src="//x.example/a.png" alt="A chart"></a>`, "[A chart](https://x.example/)"],
  [`hi<img src="data:image/gif;base64,AAAA" alt="😀">!`, "hi😀!"],
  [`one <img alt="two"> three`, "one two three"],
])("a picture that readers could not see leaves its words: %s", (html, markdown) => {
  expect(convert(html)).toMatchObject({ text: markdown, plain: false });
});

test.each([
  `x<img src="http://example.com/a.png" alt="">`,
  `x<img src="http://example.com/a.png">`,
  `x<img src="data:image/png;base64,AAAA" alt="line" role="presentation">`,
  `x<img src="data:image/png;base64,AAAA" alt="checked" aria-roledescription="checkbox">`,
  `x<img src="http://example.com/a.png" alt="pixel" style="display: none">`,
])("a picture that says nothing leaves nothing: %s", (html) => {
  expect(convert(html).text).toBe("x");
});

test.each(["「重要」|です", "한국어(Korean)|는"])("%s keeps what is bold in it", (words) => {
  const [bold = "", behind = ""] = words.split("|");
  const tree = parse(convert(`<b>${bold}</b>${behind}`).text);
  expect(tree?.children).toMatchObject([
    {
      children: [
        { type: "strong", children: [{ value: bold }] },
        { type: "text", value: behind },
      ],
    },
  ]);
});

test("what is no more than its plain text is known as such", () => {
  for (const html of [
    "<meta charset='utf-8'><span style='color: red'>5 * 3</span>",
    "<p class=MsoNormal>words<o:p></o:p></p>",
    `<div style="color: #d4d4d4;font-family: Consolas, 'Courier New', monospace;white-space: pre;"><div><span style="color: #569cd6;">let</span> x</div></div>`,
  ]) {
    expect(convert(html).plain).toBe(true);
  }
  for (const html of ["<p>one</p><p>two</p>", "<h1>x</h1>", "<b>x</b>", "a<br>b", "<pre>x</pre>"]) {
    expect(convert(html).plain).toBe(false);
  }
});

test("Markdown that is shown as it was written stays so", () => {
  const shown = (words: string) =>
    convert(`<meta charset='utf-8'><span style="color: red; white-space: pre-wrap;">${words}</span>`);
  for (const source of ["one\n\n- two\n- three", "# one\ntwo", "**one**\ntwo", "[one](https://x.example)\ntwo"]) {
    expect(shown(source).plain).toBe(true);
  }
  for (const words of ["one\ntwo", "one\n\ntwo", "5 * 3\n2 * 4", "https://x.example\ntwo"]) {
    expect(shown(words).plain).toBe(false);
  }
});

test("whatever is nested in whatever, it ends", () => {
  const html = `${"<div><b><ul><li>".repeat(200)}x`;
  expect(() => convert(html)).not.toThrow();
});

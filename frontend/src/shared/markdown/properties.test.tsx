import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";

import { safeImage, safeLink } from "./links.ts";
import { parse } from "./parse.ts";
import { Tree } from "./tree.tsx";

/** What `Tree` makes of a text, and nothing else. */
const ours =
  /^<\/?(?:a|blockquote|br|code|del|div|em|h[2-6]|hr|img|input|li|ol|p|pre|section|span|strong|sup|table|tbody|td|th|thead|tr|ul)(?: [A-Za-z-]+="[^"<>]*")*\/?>$/;

function isOurs(tag: string): boolean {
  const addresses = [...tag.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, address]) => address);
  return (
    ours.test(tag) &&
    !/ on\w+="| style="(?!text-align:(?:left|right|center)")/i.test(tag) &&
    addresses.every((address) => /^(?:https?:|mailto:|[/#])/i.test(address ?? ""))
  );
}

/** Pieces that mean something to Markdown, to HTML, or to somebody who means harm. */
const piece = fc.constantFrom(
  ..."\n,\n\n,    ,\t, ,*,**,_,~~,`,```,```js,#,## ,> ,- ,1. ,- [x] ,---,===".split(","),
  ...["[", "]", "](", ")", "![", "[^a]", "[^a]: ", "[a]: ", "[a]", "<", ">", "|", "|-|", "\\", "&"],
  ..."a,é,日本,😀,\u202e,\0,\ufffd,www.a.b,https://x.example,mailto:a@b.c,a@b.c".split(","),
  ...["javascript:alert(1)", "JaVa&#x73;cript:", "java\nscript:", "data:text/html,", "vbscript:"],
  ...["<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=", "<!--", "-->"],
  ...['"', "'", ' "onmouseover=alert(1)"', "&lt;script&gt;", "&#60;", "&quot;", "<a href='", "'>"],
);

const text = fc.oneof(
  { weight: 4, arbitrary: fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join("")) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 300 }) },
);

test("whatever a text is, it is shown with elements and addresses of ours", () => {
  fc.assert(
    fc.property(text, (markdown) => {
      const root = parse(markdown);
      // Nested too deeply: it is shown as it was written.
      if (!root) return;
      const html = renderToStaticMarkup(<Tree root={root} />);
      const tags = [...html.matchAll(/<[^>]*>?/g)].map(([tag]) => tag);
      expect(tags.filter((tag) => !isOurs(tag))).toEqual([]);
    }),
    { numRuns: 500 },
  );
}, 60_000);

test("an address that is safe stays as it is, and leads where it says", () => {
  const address = fc.oneof(
    fc.webUrl(),
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join("")),
  );
  fc.assert(
    fc.property(address, (address) => {
      const [link, image] = [safeLink(address), safeImage(address)];
      if (link !== undefined) {
        expect(link).toBe(address);
        expect(new URL(link, "https://connectly.example").protocol).toMatch(/^(?:https?|mailto):$/);
      }
      if (image !== undefined) {
        expect(image).toBe(address);
        expect(new URL(image).protocol).toBe("https:");
      }
    }),
    { numRuns: 1_000 },
  );
});

import { readFile } from "node:fs/promises";

import { RelaxNGValidator, XmlDocument } from "libxml2-wasm";

import { urls } from "../src/environment.ts";
import { expect, test } from "../src/fixtures.ts";
import { publishEverything } from "../src/publication.ts";

const schema = new URL("../schemas/atom.rng", import.meta.url);

test.use({ baseURL: urls.public });

test("Atom feeds follow RFC 4287", async ({ ada, request }) => {
  const { pages } = await publishEverything(ada);
  using rules = XmlDocument.fromString(await readFile(schema, "utf8"));
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- XML Schema can't say what RFC 4287 says
  using validator = RelaxNGValidator.fromDoc(rules);
  for (const page of ["", pages.author, pages.tag]) {
    const text = await (await request.get(`${page}/feed.atom`)).text();
    using feed = XmlDocument.fromString(text);
    expect(() => validator.validate(feed), page).not.toThrow();
    const self = feed.get("/a:feed/a:link[@rel='self']/@href", { a: "http://www.w3.org/2005/Atom" });
    expect(self?.content).toBe(`${urls.public}${page}/feed.atom`);
    // The rules find what is wrong.
    using wrong = XmlDocument.fromString(text.replace("<updated>", "<updated>at "));
    expect(() => validator.validate(wrong)).toThrow();
  }
});

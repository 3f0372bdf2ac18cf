import { expect, test } from "vitest";

import { readPost } from "../src/post.js";

test("a file of Hugo's is read", () => {
  const text = `---
title: "What the loom taught me"
date: 2024-03-05T10:00:00+01:00
draft: false
slug: loom
tags: [Weaving, "Jacquard looms"]
cover:
  image: cover.jpg
---

Text with a [link](/about).
`;
  expect(readPost("posts/loom/index.md", text)).toEqual({
    title: "What the loom taught me",
    content: "Text with a [link](/about).\n",
    slug: "loom",
    published: true,
    publishedAt: "2024-03-05T09:00:00.000Z",
    tags: ["Weaving", "Jacquard looms"],
    cover: "cover.jpg",
    coverAlt: undefined,
  });
});

test("the name of a file of Jekyll's has the day and the slug", () => {
  const post = readPost("_posts/2023-01-02-on-engines.md", "---\ntitle: On engines\ntags: a, b\npublished: false\n---\nText");
  expect(post).toMatchObject({
    slug: "on-engines",
    publishedAt: "2023-01-02T00:00:00.000Z",
    tags: ["a", "b"],
    published: false,
    content: "Text",
  });
});

test("an export of Connectly's is read", () => {
  const text = '---\ntitle: "a: \\"b\\""\nid: 0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60\npublished: true\npublishedAt: 2026-02-03T04:05:06.789012Z\nslug: "a-b"\n---\n\nText';
  expect(readPost("2026-02-03-a-b-5f60.md", text)).toMatchObject({
    title: 'a: "b"',
    slug: "a-b",
    publishedAt: "2026-02-03T04:05:06.789Z",
    content: "Text",
  });
});

test("without front matter, the first heading is the title", () => {
  const post = readPost("notes/engines.md", "\ufeff# On engines #\r\n\r\nText\r\n");
  expect(post).toMatchObject({ title: "On engines", content: "Text\r\n", slug: "engines", published: true, tags: [] });
  expect(post.publishedAt).toBeUndefined();
});

test.each([
  ["_drafts/salary.md", "title: a", false],
  ["posts/a.md", "title: a\ndraft: yes", false],
  ["posts/a.md", 'title: a\ndraft: "true"', false],
  ["posts/a.md", "title: a\npublished: no", false],
  ["posts/a.md", "title: a\ndraft: Off", true],
])("%s with %j is published: %j", (file, yaml, published) => {
  expect(readPost(file, `---\n${yaml}\n---\n`).published).toBe(published);
});

test("a folder gives its name to its index", () => {
  expect(readPost("posts/on-engines/index.md", "# A title").slug).toBe("on-engines");
});

test.each([
  ["Text", "it has no title"],
  ["---\ntitle: [\n---\n", "its front matter isn't YAML"],
  ["---\n- a\n---\n", "its front matter isn't a list of"],
  ["+++\ntitle = 'a'\n+++\n", "`hugo convert toYAML` converts it"],
  ["---\ntitle: a\ndraft: perhaps\n---\n", "its `draft` is neither true nor false"],
  ["---\ntitle: a\ndate: yesterday\n---\n", "its date can't be read: yesterday"],
  ["---\ntitle: a\ndate: 2024-13-45\n---\n", "its date doesn't exist: 2024-13-45"],
])("%j is refused: %s", (text, message) => {
  expect(() => readPost("a.md", text)).toThrow(message);
});

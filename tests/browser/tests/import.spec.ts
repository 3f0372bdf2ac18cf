import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Actor } from "../src/actor.ts";
import { urls } from "../src/environment.ts";
import { expect, test } from "../src/fixtures.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const command = join(root, "packages/import/src/main.js");
const photograph = join(root, "crates/pictures/tests/files/photo.jpg");

const files = {
  "posts/2024-03-05-the-loom.md": `---
title: What the loom taught me
tags: [Weaving, one, two, three, four, five]
image: /images/loom.jpg
image_alt: A loom
---
![The loom](/images/loom.jpg) and [a link](/about), ![gone](missing.png).
`,
  "posts/2024-03-12-the-loom.md": "---\ntitle: What the loom taught me\n---\n![](../../outside.jpg)\n",
  "posts/engines/index.md": "# On engines\n\n![](part.jpg)\n",
  "posts/later.md": "---\ntitle: Not yet\ndraft: true\n---\nSome text.\n",
  "posts/broken.md": "---\ntitle: [\n---\n",
};

interface Run {
  readonly code: number;
  readonly words: string;
}

/** Runs the command as a person does. */
function run(actor: Actor, ...args: string[]): Promise<Run> {
  const env = { ...process.env, CONNECTLY_EMAIL: actor.email, CONNECTLY_PASSWORD: actor.password };
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args, "--site", urls.usual], { env }, (error, output, errors) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, words: output + errors });
    });
  });
}

test.describe("a blog of files", () => {
  let place: string;
  let blog: string;

  test.beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), "connectly-import-"));
    blog = join(place, "blog");
    for (const folder of ["posts/engines", "static/images"]) await mkdir(join(blog, folder), { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(blog, name), text);
    for (const name of ["static/images/loom.jpg", "posts/engines/part.jpg", "../outside.jpg"]) await cp(photograph, join(blog, name));
  });

  test.afterEach(async () => {
    await rm(place, { recursive: true });
  });

  test("moves with its pictures, dates and addresses, and only once", async ({ ada }) => {
    const trial = await run(ada, blog, "--dry-run");
    expect(trial.words).toContain("4 checked, 0 skipped, 1 failed");
    expect(await ada.posts()).toEqual([]);

    const first = await run(ada, blog);
    expect(first.words).toContain("4 imported, 0 skipped, 1 failed");
    expect(first.code).toBe(1);
    for (const words of [
      "broken.md: its front matter isn't YAML",
      "has 6 tags; the first 5 are kept",
      "there is no file for the picture missing.png",
      "the picture ../../outside.jpg was left out: it is outside the folder",
    ]) {
      expect(first.words).toContain(words);
    }

    const posts = await ada.posts();
    const loom = "What the loom taught me";
    expect(posts.map(({ title }) => title).toSorted()).toEqual(["Not yet", "On engines", loom, loom]);
    expect((await ada.api.readPostAt(ada.user.handle, "the-loom-2")).post.publishedAt).toBe("2024-03-12T00:00:00.000000Z");
    const { post } = await ada.api.readPostAt(ada.user.handle, "the-loom");
    expect(post.publishedAt).toBe("2024-03-05T00:00:00.000000Z");
    expect(post.tags).toEqual(["Weaving", "one", "two", "three", "four"]);
    expect(post.cover).toMatchObject({ alt: "A loom" });
    const cover = post.cover?.url ?? "";
    expect(post.content).toBe(`![The loom](${cover}) and [a link](/about), ![gone](missing.png).\n`);
    expect((await ada.api.readPostAt(ada.user.handle, "engines")).post.content).toMatch(/^!\[\]\(\/media\/[\w/-]+\.jpg\)\n$/);
    expect(posts.find(({ title }) => title === "Not yet")?.published).toBe(false);

    await rm(join(blog, "posts/broken.md"));
    const second = await run(ada, blog);
    expect(second.words).toContain("0 imported, 4 skipped, 0 failed");
    expect(second.code).toBe(0);
  });

  test("is told what is missing", async ({ ada }) => {
    const { code, words } = await run(ada, join(blog, "nothing"));
    expect(words).toContain("there is no folder");
    expect(code).toBe(2);
    expect((await run(ada)).words).toContain("name one folder");
    expect((await run(ada, blog, "--colour")).words).toContain("Usage: connectly-import");
  });
});

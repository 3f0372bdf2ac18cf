import { randomUUID } from "node:crypto";

import type { Locator } from "@playwright/test";

import { expect, test } from "../src/fixtures.ts";
import { Editor, heading, signIn } from "../src/site.ts";

const arabic = "مرحبا بالعالم";

/** Where the text is in its block: at the left or the right edge. */
async function side(block: Locator): Promise<"left" | "right"> {
  return block.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const [text, box] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
    return text.left - box.left < box.right - text.right ? "left" : "right";
  });
}

test("each block of a post runs by its own first letter", async ({ page, ada }) => {
  const text = [
    "React",
    `${arabic}.`,
    `## ${arabic}`,
    `- ${arabic}\n- React\n- 1`,
    `1. ${arabic}`,
    `> ${arabic}\n>\n> React`,
    `| ${arabic} | عمود | 1 |\n|---|---|---|\n| قيمة | React | 2 |`,
    `\`npm i\` ${arabic}`,
    "```\nlet it = be;\n```",
    `Note[^1]\n\n[^1]: ${arabic}`,
  ].join("\n\n");
  const id = await ada.publish("Both ways", text);
  await signIn(page, ada, `/blog/${id}`);
  const post = page.getByRole("article");
  await expect(post).toHaveCSS("direction", "ltr");
  const paragraph = (words: string) => post.locator("p").filter({ hasText: words }).first();
  expect(await side(paragraph("React"))).toBe("left");
  expect(await side(paragraph(`${arabic}.`))).toBe("right");
  await expect(paragraph(`${arabic}.`)).toHaveCSS("direction", "rtl");
  await expect(post.getByRole("heading", { level: 2, name: arabic, exact: true })).toHaveCSS("direction", "rtl");

  const items = post.locator(".prose > ul > li");
  await expect(items.nth(0)).toHaveCSS("direction", "rtl");
  await expect(items.nth(1)).toHaveCSS("direction", "ltr");
  await expect(items.nth(2)).toHaveCSS("direction", "rtl");
  // A bullet is where its item begins, and has room there.
  expect(parseFloat(await items.nth(0).evaluate((item) => getComputedStyle(item).marginRight))).toBeGreaterThan(20);
  expect(parseFloat(await items.nth(1).evaluate((item) => getComputedStyle(item).marginLeft))).toBeGreaterThan(20);
  await expect(post.locator(".prose > ol")).toHaveCSS("direction", "rtl");

  const quote = post.getByRole("blockquote");
  await expect(quote).toHaveCSS("border-right-width", "2px");
  await expect(quote).toHaveCSS("border-left-width", "0px");
  expect(await side(quote.locator("p").nth(0))).toBe("right");
  expect(await side(quote.locator("p").nth(1))).toBe("left");

  const cells = post.getByRole("columnheader");
  const boxes = await Promise.all([0, 1, 2].map((index) => cells.nth(index).boundingBox()));
  const lefts = boxes.map((box) => box?.x ?? 0);
  expect(lefts).toEqual([...lefts].sort((one, other) => other - one));
  await expect(post.getByRole("cell", { name: "React" })).toHaveCSS("direction", "ltr");
  await expect(post.getByRole("cell", { name: "قيمة" })).toHaveCSS("direction", "rtl");

  const withCode = paragraph("npm i");
  await expect(withCode).toHaveCSS("direction", "rtl");
  await expect(withCode.locator("code")).toHaveCSS("direction", "ltr");
  await expect(withCode.locator("code")).toHaveCSS("unicode-bidi", "isolate");
  await expect(post.locator("pre")).toHaveCSS("direction", "ltr");
  await expect(post.locator("#user-content-fn-1")).toHaveCSS("direction", "rtl");
});

test("an Arabic post has its byline and its footer where it begins", async ({ page, ada }) => {
  const id = await ada.publish(arabic, "React\n\nمرحبا");
  await signIn(page, ada, `/blog/${id}`);
  await expect(heading(page, arabic)).toBeVisible();
  const author = page.getByRole("article").getByRole("link", { name: "Ada", exact: true });
  const box = (locator: Locator) => locator.evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect);
  const title = await box(heading(page, arabic));
  const right = title.x + title.width;
  const [name, time, minutes, more] = await Promise.all([
    box(author),
    box(page.locator(".byline time")),
    box(page.getByText("1 min read")),
    box(page.getByRole("link", { name: "More by Ada" })),
  ]);
  expect(Math.abs(name.x + name.width - right)).toBeLessThan(2);
  expect(Math.abs(more.x + more.width - right)).toBeLessThan(2);
  expect(name.x).toBeGreaterThan(time.x);
  expect(time.x).toBeGreaterThan(minutes.x);
  for (const path of [`/@${ada.user.handle}`, "/posts?show=published"]) {
    await page.goto(path);
    const row = page.getByRole("listitem").filter({ hasText: arabic });
    await expect(row.locator(".byline").first()).toHaveCSS("direction", "rtl");
  }
});

/** The places of the first letter and of the last character of a text on the page. */
async function ends(text: Locator): Promise<{ first: number; last: number }> {
  return text.evaluate((element) => {
    const nodes: Text[] = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode as Text);
    const place = (node: Text | undefined, offset: number) => {
      if (!node) return NaN;
      const range = document.createRange();
      range.setStart(node, offset);
      range.setEnd(node, offset + 1);
      return range.getBoundingClientRect().left;
    };
    const last = nodes.at(-1);
    return { first: place(nodes[0], 0), last: place(last, (last?.length ?? 1) - 1) };
  });
}

test.describe("what turns text around stays within", () => {
  for (const [what, control] of [
    ["an override", "\u202e"],
    ["an isolate that does not end", "\u2067"],
    ["an end without a beginning, and an override", "\u2069\u202e"],
  ] as const) {
    test(`a name and a title: ${what}`, async ({ page, ada, bob }) => {
      await bob.api.updateMe({ name: `${control}Bob` });
      const title = `${control}Mine`;
      const tag = randomUUID();
      const { id } = await bob.api.createPost({ title: `${control}Bobs`, content: "Text.", tags: [tag] });
      await ada.publish(title);
      await signIn(page, ada, `/blog/${id}`);
      await inOrder(page.locator(".post-head .byline > *"));
      const more = await ends(page.getByRole("link", { name: /^More by/ }));
      expect(more.last).toBeGreaterThan(more.first);
      expect((await page.title()).endsWith(" – Connectly")).toBe(true);
      expect(opened(await page.title())).toBe(0);
      for (const path of [`/@${bob.user.handle}`, `/tag/${tag}`]) {
        await page.goto(path);
        await expect(page.getByRole("article")).toHaveCount(1);
        await inOrder(page.getByRole("article").locator(".byline > *"));
        expect(opened(await page.title()), path).toBe(0);
      }

      await page.goto("/posts?show=published");
      await page.getByRole("button", { name: "Delete" }).click();
      const question = page.getByRole("dialog").getByRole("heading");
      const asked = await ends(question);
      expect(asked.last, "the question mark is at the end").toBeGreaterThan(asked.first);
      await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      const said = page.getByRole("status").filter({ hasText: "has been deleted." });
      await expect(said).toBeAttached();
      expect(opened((await said.textContent()) ?? "")).toBe(0);
    });
  }

  /** How many changes of direction a text begins and does not end. */
  function opened(text: string): number {
    const count = (characters: RegExp) => text.match(characters)?.length ?? 0;
    return count(/[\u202a\u202b\u202d\u202e]/g) - count(/\u202c/g) + count(/[\u2066-\u2068]/g) - count(/\u2069/g);
  }

  async function inOrder(parts: Locator): Promise<void> {
    await expect(parts.first()).toBeVisible();
    const lefts = await parts.evaluateAll((all) => all.map((part) => part.getBoundingClientRect().left));
    expect(lefts.length).toBeGreaterThan(1);
    expect(lefts).toEqual([...lefts].sort((one, other) => one - other));
  }
});

test("in the editor each paragraph runs its own way", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await expect(editor.title).toHaveCSS("unicode-bidi", "plaintext");
  await expect(editor.title).toHaveCSS("text-align", "start");
  await editor.fill("React", `React\n\n${arabic}`);
  await expect(editor.text.locator(".cm-line").first()).toHaveCSS("direction", "ltr");
  await expect(editor.text.locator(".cm-line").last()).toHaveCSS("direction", "rtl");
  await editor.togglePreview();
  expect(await side(editor.preview.locator("p").filter({ hasText: arabic }))).toBe("right");
});


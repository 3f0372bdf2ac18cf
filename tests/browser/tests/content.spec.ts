import type { Page } from "@playwright/test";

import { expect, test } from "../src/fixtures.ts";
import { Editor, heading, signIn } from "../src/site.ts";

test.describe("a post that means harm", () => {
  const harm = [
    "<script>window.harmed = 'script'</script>",
    "<img src=\"/favicon.svg\" onload=\"window.harmed = 'onload'\">",
    "<img src=x onerror=\"window.harmed = 'onerror'\">",
    "<svg onload=\"window.harmed = 'svg'\"></svg>",
    "<iframe srcdoc=\"<script>parent.harmed = 'iframe'</script>\"></iframe>",
    "<style>body { display: none }</style>",
    "<a href=\"javascript:window.harmed = 'raw'\">raw</a>",
    "[plain](javascript:window.harmed='plain')",
    "[mixed](JaVaScRiPt:window.harmed='mixed')",
    "[entity](&#106;avascript:window.harmed='entity')",
    "[tab](java&#9;script:window.harmed='tab')",
    "[space](<\u0001javascript:window.harmed='space'>)",
    "[data](data:text/html,<script>parent.harmed='data'</script>)",
    "[vb](vbscript:harmed)",
    "[file](file:///etc/passwd)",
    "[blob](blob:https://connectly.example/1)",
    "<javascript:window.harmed='auto'>",
    "[reference]",
    "![picture](javascript:window.harmed='picture')",
    "![inline](data:image/svg+xml,<svg/onload=window.harmed='inline'>)",
    "[honest](https://honest.example/)",
    "",
    "[reference]: javascript:window.harmed='reference'",
  ].join("\n\n");
  const title = "<img src=x onerror=\"window.harmed = 'title'\">";

  test("is text to its readers", async ({ page, ada, bob }) => {
    const id = await bob.publish(title, harm);
    await signIn(page, ada);
    for (const path of [`/@${bob.user.handle}`, `/blog/${id}`]) {
      await page.goto(path);
      await expect(page.getByText(title).first()).toBeVisible();
      await expectNoHarm(page);
    }
    const honest = page.getByRole("link", { name: "honest" });
    await expect(honest).toHaveAttribute("href", "https://honest.example/");
    await expect(honest).toHaveAttribute("rel", /noopener/);
    for (const words of ["plain", "mixed", "entity", "data", "vb", "reference"]) {
      await page.getByRole("article").getByText(words, { exact: true }).click();
    }
    await expect(page).toHaveURL(`/blog/${id}`);
    await expectNoHarm(page);
  });

  test("is text to its writer, in the preview and in the list", async ({ page, ada }) => {
    const id = await ada.draft(title, harm);
    const editor = await Editor.open(page, id, ada);
    await editor.togglePreview();
    await expect(editor.preview.getByText("honest", { exact: true })).toBeVisible();
    await expectNoHarm(page);
    await page.goto("/posts");
    await expect(page.getByText(title)).toBeVisible();
    await expectNoHarm(page);
  });

  async function expectNoHarm(page: Page): Promise<void> {
    expect(await page.evaluate(() => "harmed" in window)).toBe(false);
    await expect(page.locator("main :is(script, style, iframe, object, embed, form[action])")).toHaveCount(0);
    const attributes = await page.locator("main *").evaluateAll((elements) =>
      elements.flatMap((element) =>
        [...element.attributes]
          .filter(({ name, value }) => name.startsWith("on") || /^\s*(?:javascript|data|vbscript|file|blob):/i.test(value))
          .map(({ name, value }) => `${name}=${value}`),
      ),
    );
    expect(attributes).toEqual([]);
    const addresses = await page.locator("main a").evaluateAll((links) =>
      links.map((link) => (link instanceof HTMLAnchorElement ? link.protocol : "")),
    );
    expect(addresses.filter((protocol) => !["http:", "https:", "mailto:"].includes(protocol))).toEqual([]);
  }
});

for (const [what, text] of [
  ["is nested without end", `${">".repeat(2_000)} The end.`],
  ["is tangled without end", `${"*a_".repeat(10_000)} The end.`],
] as const) {
  test(`a text that ${what} is shown, and can be edited`, async ({ page, ada }) => {
    const id = await ada.publish("A tangled one", text);
    await signIn(page, ada, `/blog/${id}`);
    await expect(heading(page, "A tangled one")).toBeVisible();
    await expect(page.getByRole("article")).toContainText("The end.");
    await page.getByRole("link", { name: "Edit" }).click();
    const editor = new Editor(page);
    await expect(editor.text).toBeVisible();
    await editor.togglePreview();
    await expect(editor.preview).toContainText("The end.");
    await editor.togglePreview();
    // Only the lines on the screen are there.
    await editor.text.press("ControlOrMeta+End");
    await expect(editor.text).toContainText("The end.");
  });
}

test("code is coloured where its language is known", async ({ page, ada }) => {
  const code = ["```rust", "fn main() { println!(\"hello\"); }", "```", "", "```nonsense", "let it = be", "```"].join("\n");
  const id = await ada.publish("On code", code);
  await signIn(page, ada, `/blog/${id}`);
  const blocks = page.getByRole("article").locator("pre code");
  await expect(blocks.first().locator(".hljs-keyword")).toHaveText("fn");
  await expect(blocks.nth(1)).toHaveText("let it = be");
  await expect(blocks.nth(1).locator("span")).toHaveCount(0);
});

test("Markdown becomes what it means, with headings below the page's own", async ({ page, ada }) => {
  const text = "# Part\n\n## Chapter\n\n> Quoted.\n\n- [x] done\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n~~gone~~ **strong**";
  const id = await ada.publish("On form", text);
  await signIn(page, ada, `/blog/${id}`);
  const post = page.getByRole("article");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("On form");
  await expect(post.getByRole("heading", { level: 2 })).toHaveText("Part");
  await expect(post.getByRole("heading", { level: 3 })).toHaveText("Chapter");
  await expect(post.getByRole("blockquote")).toHaveText("Quoted.");
  await expect(post.getByRole("cell", { name: "2" })).toBeVisible();
  await expect(post.getByRole("deletion")).toHaveText("gone");
});

for (const [what, title, direction] of [
  ["Hebrew", "שלום, עולם", "rtl"],
  ["Arabic with an emoji", "مرحبا بالعالم 👋🏽", "rtl"],
  ["emoji of many parts", "👩‍👩‍👧‍👦 🏳️‍🌈 and family", "ltr"],
] as const) {
  test(`a title in its own direction: ${what}`, async ({ page, ada }) => {
    const editor = await Editor.write(page, ada);
    await editor.fill(title, title);
    await expect(editor.title).toHaveCSS("direction", direction);
    await expect(editor.text.locator(".cm-line")).toHaveCSS("direction", direction);
    await editor.publishNow();
    await editor.viewPost();
    await expect(heading(page, title)).toHaveCSS("direction", direction);
    await expect(page).toHaveTitle(`${title} – Connectly`);
    await page.goto(`/@${ada.user.handle}`);
    await expect(page.getByRole("heading", { level: 2, name: title })).toHaveCSS("direction", direction);
    await page.goto("/posts?show=published");
    await expect(page.getByRole("heading", { level: 2, name: title })).toHaveCSS("direction", direction);
    expect(await ada.posts()).toMatchObject([{ title, content: title }]);
  });
}

test("a post of 100,000 characters can be read and edited", async ({ page, ada }) => {
  const line = "It is a truth universally acknowledged, that a long text must be in want of a reader.\n\n";
  const end = "The last words.";
  const content = line.repeat(2_000).slice(0, 100_000 - end.length - 2).trimEnd() + `\n\n${end}`;
  const id = await ada.publish("A long one", content);
  await signIn(page, ada, `/blog/${id}`);
  await page.getByText(end).scrollIntoViewIfNeeded();
  await expect(page.getByText(end)).toBeInViewport();
  await page.getByRole("link", { name: "Edit" }).click();

  const editor = new Editor(page);
  await expect(page.getByText(/characters left/)).toBeVisible();
  await editor.text.press("ControlOrMeta+End");
  await editor.text.pressSequentially(" Almost.");
  await expect(page.getByText(/characters too many/)).toBeVisible();
  await editor.update.click();
  await editor.says("Not published yet");
  await expect(page.getByText("Content must have 0 to 100000 characters.")).toHaveCount(1);
  await editor.text.press("ControlOrMeta+End");
  for (const key of Array<string>(" last words. Almost.".length).fill("Backspace")) await page.keyboard.press(key);
  await expect(page.getByText(/characters too many/)).toBeHidden();
  await editor.update.click();
  await expect(heading(page, "A long one")).toBeVisible();
  expect((await ada.read(id)).content).toBe(content.slice(0, -" last words.".length));
});

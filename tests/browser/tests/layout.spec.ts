import type { Locator, Page } from "@playwright/test";

import { expect, test } from "../src/fixtures.ts";
import { Editor, heading, signIn } from "../src/site.ts";

const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

/** A long post with elements that only screen readers see. */
const long = `${"Words that fill the page.\n\n".repeat(60)}A claim[^1], and tasks:\n\n- [ ] open\n- [x] done\n\n[^1]: The note.`;

/** How far the page scrolls past the end of its content. */
async function tail(page: Page): Promise<number> {
  return page.evaluate(() => {
    const main = document.querySelector("main");
    const end = Math.max(window.innerHeight, (main?.getBoundingClientRect().bottom ?? 0) + window.scrollY);
    return Math.round(document.documentElement.scrollHeight - end);
  });
}

test("a long post makes the page longer, and nothing in it scrolls", async ({ page, ada }) => {
  await page.setViewportSize(desktop);
  const editor = await Editor.open(page, await ada.draft("Long", long), ada);
  await expect(editor.text).toBeVisible();
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollHeight))
    .toBeGreaterThan(2 * desktop.height);
  const cut = await editor.text.evaluate((element) => element.scrollHeight - element.clientHeight);
  expect(cut).toBeLessThanOrEqual(1);
  // The bar stays where it is.
  await page.evaluate(() => window.scrollTo(0, 1_000));
  await expect(editor.publish).toBeInViewport();
});

for (const [device, size] of [
  ["a desktop", desktop],
  ["a phone", phone],
] as const) {
  test(`no page scrolls past its end: ${device}`, async ({ page, ada }) => {
    await page.setViewportSize(size);
    const id = await ada.publish("Long", long);
    await signIn(page, ada);
    for (const [path, ready] of [
      [`/blog/${id}`, page.getByRole("article").getByText("The note.")],
      ["/", heading(page, /./)],
      ["/posts", page.getByRole("tab", { name: "Drafts" })],
      ["/account", heading(page, /./)],
      ["/publish", page.getByRole("textbox", { name: "Title" })],
      [`/edit/${id}`, page.getByRole("textbox", { name: "Text" })],
    ] as const) {
      await page.goto(path);
      await expect(ready).toBeVisible();
      expect.soft(await tail(page), path).toBeLessThanOrEqual(1);
    }
    await page.setViewportSize(phone);
    await page.getByRole("button", { name: "Preview", exact: true }).click();
    await expect(new Editor(page).preview.getByText("The note.")).toBeAttached();
    expect(await tail(page), "the preview").toBeLessThanOrEqual(1);
  });
}

/** How much of a field's text is cut off. */
async function hidden(field: Locator): Promise<number> {
  return field.evaluate((element) => element.scrollHeight - element.clientHeight);
}

async function lines(field: Locator): Promise<number> {
  return field.evaluate((element) => {
    const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(element);
    return Math.round((element.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom)) / parseFloat(lineHeight));
  });
}

/** Makes the page believe that the browser cannot size fields by their content. */
async function denySizing(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const supports = CSS.supports.bind(CSS);
    CSS.supports = (...what: [string] | [string, string]) =>
      !what.join().includes("field-sizing") && supports(...(what as [string]));
  });
}

/** Removes what such a browser lacks. */
async function fixSize(field: Locator): Promise<void> {
  await field.evaluate((element) => element.style.setProperty("field-sizing", "fixed"));
}

const nothing = async () => Promise.resolve();

for (const [how, prepare, limit] of [
  ["by the style sheet", nothing, nothing],
  ["by hand, where the browser cannot", denySizing, fixSize],
] as const) {
  test(`a long title is whole when the window turns: ${how}`, async ({ page, ada }) => {
    await prepare(page);
    await page.setViewportSize(desktop);
    const editor = await Editor.open(page, await ada.draft("A title with many words ".repeat(8).trim()), ada);
    await limit(editor.title);
    const before = await lines(editor.title);
    for (const size of [phone, { width: 844, height: 390 }, { width: 320, height: 640 }, desktop]) {
      await page.setViewportSize(size);
      await expect.poll(() => hidden(editor.title), `${size.width} px`).toBeLessThanOrEqual(1);
    }
    await expect.poll(() => lines(editor.title), "and has no empty line").toBe(before);
    await editor.title.fill("Short");
    await expect.poll(() => lines(editor.title)).toBe(1);
    await editor.title.fill("");
    await expect.poll(() => lines(editor.title)).toBe(1);
  });
}

test("the header is one row on a small phone", async ({ page, ada }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await signIn(page, ada);
  const banner = page.getByRole("banner");
  const places = await banner.getByRole("link").evaluateAll((links) =>
    links.map((link) => link.getBoundingClientRect()).filter(({ width }) => width > 0).map(({ top, height }) => top + height / 2),
  );
  expect(places.length).toBeGreaterThan(3);
  expect(Math.max(...places) - Math.min(...places)).toBeLessThanOrEqual(4);
});

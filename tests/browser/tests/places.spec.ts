import type { Page } from "@playwright/test";

import { expect, test } from "../src/fixtures.ts";
import { Editor, heading, signIn } from "../src/site.ts";

const words = "It is a truth universally acknowledged, that a long text must be in want of a reader. ";

/** A text of many screens, with parts that links lead to. */
const long = [
  "[Jump](#second-part) to what matters.[^1]",
  ...Array.from({ length: 30 }, (_, index) => `${index + 1}. ${words.repeat(4)}`.replace(". ", " – ")),
  "## Second part",
  ...Array.from({ length: 30 }, () => words.repeat(4)),
  "## 第二部分",
  ...Array.from({ length: 10 }, () => words.repeat(4)),
  "[^1]: A note at the end.",
].join("\n\n");

/** From now on, the API's real answers are delayed. */
async function slowDown(page: Page): Promise<void> {
  await page.route("**/api/v1/blog/**", async (route) => {
    const response = await route.fetch();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await route.fulfill({ response });
  });
}

const down = (page: Page) => page.evaluate(() => window.scrollY);

async function scrollTo(page: Page, place: number): Promise<void> {
  await page.evaluate((y) => window.scrollTo(0, y), place);
  await expect.poll(() => down(page)).toBeGreaterThan(place - 5);
  // The page gets the event with the next frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Waits until the page is at a place, and stays there. */
async function expectAt(page: Page, place: number): Promise<void> {
  await expect.poll(async () => Math.abs((await down(page)) - place), `at ${place}`).toBeLessThanOrEqual(40);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
  expect(Math.abs((await down(page)) - place)).toBeLessThanOrEqual(40);
}

/** Waits until something is at the top of the window, and nothing covers it. */
async function expectAtTop(page: Page, selector: string): Promise<void> {
  const top = () => page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);
  await expect.poll(top, `${selector} is at the top`).toBeLessThanOrEqual(60);
  expect(await top()).toBeGreaterThanOrEqual(0);
}

for (const [when, late] of [
  ["at once", false],
  ["late", true],
] as const) {
  test.describe(`where the text comes ${when}`, () => {
    test.beforeEach(async ({ page }) => {
      if (late) await slowDown(page);
    });

    test("a reload comes back to where one was", async ({ page, ada }) => {
      const id = await ada.publish("A long one", long);
      await signIn(page, ada, `/blog/${id}`);
      await expect(page.getByText("A note at the end.")).toBeVisible();
      for (const place of [3_000, 1_000]) {
        await scrollTo(page, place);
        await page.reload();
        await expectAt(page, place);
      }
    });

    test("Back and Forward come back to where one was", async ({ page, ada }) => {
      await ada.publish("A long one", long);
      for (const index of Array(14).keys()) await ada.publish(`Post ${index}`, words.repeat(3));
      await signIn(page, ada, `/@${ada.user.handle}`);
      await page.getByRole("button", { name: "Load more" }).click();
      await expect(page.getByRole("article")).toHaveCount(15);
      const link = page.getByRole("link", { name: "A long one" });
      await link.scrollIntoViewIfNeeded();
      await scrollTo(page, await down(page));
      const list = await down(page);
      expect(list).toBeGreaterThan(1_000);
      await link.click();
      await expect(heading(page, "A long one")).toBeVisible();
      await expect(page.getByText("A note at the end.")).toBeVisible();
      expect(await down(page)).toBe(0);
      await scrollTo(page, 3_000);
      await page.goBack();
      await expectAt(page, list);
      await page.goForward();
      await expectAt(page, 3_000);
      await page.getByRole("link", { name: "More by Ada" }).click();
      await expect(heading(page, "Ada")).toBeVisible();
      await expect.poll(() => down(page)).toBe(0);
      await page.goBack();
      await expect(heading(page, "A long one")).toBeVisible();
      await expect.poll(() => down(page)).toBeGreaterThan(3_000);
      // As it was before, with as many posts.
      await page.goBack();
      await expectAt(page, list);
      await page.reload();
      await expectAt(page, list);
      await expect(page.getByRole("article")).toHaveCount(15);
    });

    test("a fragment leads to its part of the page, and has the focus", async ({ page, ada }) => {
      const id = await ada.publish("A long one", long);
      await signIn(page, ada);
      for (const [hash, target] of [
        ["second-part", "#user-content-second-part"],
        ["user-content-second-part", "#user-content-second-part"],
        ["Second-Part", "#user-content-second-part"],
        ["第二部分", "#user-content-第二部分"],
      ] as const) {
        await page.goto("/account");
        await page.goto(`/blog/${id}#${hash}`);
        await expectAtTop(page, target);
        await expect(page.locator(target)).toBeFocused();
      }
      await page.goto(`/blog/${id}#user-content-fn-1`);
      await expect(page.locator("#user-content-fn-1")).toBeInViewport();
      await expect(page.locator("#user-content-fn-1")).toBeFocused();
      // A new visit to a page begins at the top.
      await page.goto(`/blog/${id}`);
      await expect(page.getByText("A note at the end.")).toBeVisible();
      await expectAt(page, 0);
    });
  });
}

test("links within a post lead to their target and back again", async ({ page, ada }) => {
  const id = await ada.publish("A long one", long);
  await signIn(page, ada, `/blog/${id}`);
  await page.getByRole("link", { name: "Jump" }).click();
  await expect(page).toHaveURL(`/blog/${id}#user-content-second-part`);
  await expectAtTop(page, "#user-content-second-part");
  await expect(page.locator("#user-content-second-part")).toBeFocused();
  await page.goBack();
  await expect.poll(() => down(page)).toBe(0);
  await page.goForward();
  await expectAtTop(page, "#user-content-second-part");

  await scrollTo(page, 0);
  await page.getByRole("link", { name: "1", exact: true }).click();
  await expect(page.locator("#user-content-fn-1")).toBeInViewport();
  await expect(page.locator("#user-content-fn-1")).toBeFocused();
  await page.getByRole("link", { name: "Back to reference 1" }).click();
  await expect(page.locator("#user-content-fnref-1")).toBeInViewport();
  await expect(page.locator("#user-content-fnref-1")).toBeFocused();
  // Following the same link twice works too.
  await page.getByRole("link", { name: "Jump" }).click();
  await expectAtTop(page, "#user-content-second-part");
  await scrollTo(page, 1);
  await page.getByRole("link", { name: "Jump" }).click();
  await expectAtTop(page, "#user-content-second-part");
});

test("a heading has a link to itself, by mouse and by keyboard, which is not copied with it", async ({ page, ada }) => {
  const id = await ada.publish("Parts", "# Main\n\nText.\n\n# Main\n\nMore.");
  await signIn(page, ada, `/blog/${id}`);
  const link = page.getByRole("link", { name: "Link to this section: Main" }).nth(1);
  await expect(page.getByRole("heading", { name: "Main", exact: true })).toHaveCount(2);
  // The mouse stays where the button was pressed.
  await page.mouse.move(0, 0);
  await expect(link).toHaveCSS("opacity", "0");
  await page.getByRole("heading", { name: "Main", exact: true }).nth(1).hover();
  await expect(link).toHaveCSS("opacity", "1");
  await page.mouse.move(0, 0);
  await page.keyboard.press("Tab");
  await link.focus();
  await expect(link).toHaveCSS("opacity", "1");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/blog/${id}#user-content-main-1`);
  await expect(page.locator("#user-content-main-1")).toBeFocused();
  const copied = await page.evaluate(() => {
    window.getSelection()?.selectAllChildren(document.querySelector(".prose") ?? document.body);
    return window.getSelection()?.toString();
  });
  expect(copied).not.toContain("#");
  // The skip link still leads to the app's own part.
  await page.getByRole("link", { name: "Skip to content" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await expect(page).toHaveURL(`/blog/${id}#user-content-main-1`);
});

test("a reader who has begun to read is left alone when the text grows", async ({ page, ada }) => {
  const id = await ada.publish("A long one", long);
  await signIn(page, ada, `/blog/${id}`);
  await expect(page.getByText("A note at the end.")).toBeVisible();
  await scrollTo(page, 3_000);
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/api/v1/blog/**", async (route) => {
    const response = await route.fetch();
    await held;
    await route.fulfill({ response });
  });
  await page.reload();
  await expect(page.getByText("Loading the post")).toBeAttached();
  await page.keyboard.press("ArrowDown");
  release();
  await expect(page.getByText("A note at the end.")).toBeVisible();
  expect(await down(page)).toBeLessThan(200);
});

test("a preview's links to its own parts do not leave the editor", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.fill("A long one", long);
  await editor.says("Saved");
  const address = page.url();
  await editor.togglePreview();
  const part = editor.preview.locator("#user-content-second-part");
  await expect(part).not.toBeInViewport();
  await editor.preview.getByRole("link", { name: "Jump" }).click();
  await expect(part).toBeInViewport();
  await expect(page).toHaveURL(address);
  await editor.togglePreview();
  await expect(editor.title).toHaveValue("A long one");
});

import type { Locator, Page } from "@playwright/test";

import { expect, test } from "../src/fixtures.ts";
import { Editor, heading, signIn } from "../src/site.ts";

/** Whether something shows that it has the focus, including by a pseudo-element before or after it. */
async function hasRing(target: Locator): Promise<boolean> {
  return target.evaluate((element) =>
    [undefined, "::before", "::after"].some((part) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element, part);
      return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
    }),
  );
}

/** Presses Tab until something has the focus, like a user without a mouse. */
async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await expect(target).toBeVisible();
  for (let stops = 0; stops < 60; stops += 1) {
    await page.keyboard.press(key);
    if (await target.evaluate((element) => element === document.activeElement)) {
      expect(await hasRing(target), `one sees that the focus is on ${target.toString()}`).toBe(true);
      return;
    }
  }
  throw new Error(`60 stops, and none is ${target.toString()}`);
}

test("by keyboard alone one signs in, reads, writes and publishes", async ({ page, ada, bob }) => {
  await bob.publish("For the keyboard");
  await page.goto(`/@${bob.user.handle}`);
  await tabTo(page, page.getByLabel("E-mail"));
  await page.keyboard.type(ada.email);
  await tabTo(page, page.getByLabel("Password", { exact: true }));
  await page.keyboard.type(ada.password);
  await page.keyboard.press("Enter");

  await expect(heading(page, "Bob")).toBeVisible();
  await tabTo(page, page.getByRole("link", { name: "For the keyboard" }));
  await page.keyboard.press("Enter");
  await expect(heading(page, "For the keyboard")).toBeVisible();

  await tabTo(page, page.getByRole("link", { name: "Write", exact: true }), "Shift+Tab");
  await page.keyboard.press("Enter");
  const editor = new Editor(page);
  await tabTo(page, editor.title);
  await page.keyboard.type("By hand");
  await page.keyboard.press("Enter");
  await expect(editor.text).toBeFocused();
  await page.keyboard.type("All ");
  await page.keyboard.press("ControlOrMeta+b");
  await page.keyboard.type("ten fingers");
  await editor.reads("All **ten fingers**");
  await tabTo(page, editor.publish, "Shift+Tab");
  await page.keyboard.press("Enter");
  await tabTo(page, editor.sheet.getByRole("combobox", { name: "Tags" }));
  await page.keyboard.type("Typing");
  await page.keyboard.press("Enter");
  await tabTo(page, editor.sheet.getByRole("button", { name: "Publish", exact: true }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "View post" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(heading(page, "By hand")).toBeVisible();
  await expect(page.getByRole("article").getByRole("strong")).toHaveText("ten fingers");
});

test("the first stop of the Tab key leads past what is on every page", async ({ page, ada }) => {
  const id = await ada.publish("Below the header", "[A link](https://example.com/) in it.");
  await signIn(page, ada);
  await page.goto(`/blog/${id}`);
  await expect(heading(page, "Below the header")).toBeVisible();
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("article").getByRole("link").first()).toBeFocused();
});

test("a new page has the focus and says its name", async ({ page, ada }) => {
  await signIn(page, ada);
  await page.getByRole("link", { name: "Your posts" }).click();
  await expect(heading(page, "Your posts")).toBeVisible();
  await expect(page.getByRole("main")).toBeFocused();
  await expect(page).toHaveTitle("Your posts – Connectly");
  await expect(page.locator("[aria-live=polite]").filter({ hasText: "Your posts – Connectly" })).toBeAttached();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("tab", { name: "Drafts" })).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Published" })).toBeFocused();
  await expect(page.getByRole("tab", { name: "Published" })).toHaveAttribute("aria-selected", "true");
});

test("a dialogue keeps the focus, and gives it back", async ({ page, ada }) => {
  await ada.draft("To be kept");
  await signIn(page, ada, "/posts");
  const remove = page.getByRole("button", { name: "Delete “To be kept”" });
  await tabTo(page, remove);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  for (const key of ["Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"]) {
    await page.keyboard.press(key);
    const outside = await page.evaluate(
      () => document.activeElement !== document.body && document.activeElement?.closest("dialog") === null,
    );
    expect(outside).toBe(false);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(remove).toBeFocused();
});

test("the Tab key leaves the text that one writes", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.text.focus();
  await page.keyboard.type("No trap");
  await page.keyboard.press("Tab");
  await expect(editor.text).not.toBeFocused();
  await editor.reads("No trap");
});

test("the toolbar is one stop, with arrows in it", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await tabTo(page, page.getByRole("button", { name: "Bold" }));
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("button", { name: "Italic" })).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.getByRole("button", { name: "Picture" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(editor.text).toBeFocused();
});

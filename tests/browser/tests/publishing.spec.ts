import { expect, test } from "../src/fixtures.ts";
import { Editor, heading, signIn } from "../src/site.ts";

const addTitle = "Add a title first.";
const addText = "Write some text first.";

test.describe("publishing with something missing", () => {
  for (const [what, title, text, words, field] of [
    ["a title", "", "Some text.", addTitle, "title"],
    ["a title that can be seen", "\u200b \u3164", "Some text.", addTitle, "title"],
    ["a text", "A title", "", addText, "text"],
    ["both", "", "", addTitle, "title"],
  ] as const) {
    test(`says what once, and leads there: ${what}`, async ({ page, ada }) => {
      const editor = await Editor.write(page, ada);
      await editor.fill(title, text);
      await editor.publish.click();
      await expect(page.getByText(words)).toHaveCount(1);
      await expect(editor[field]).toBeFocused();
      await expect(editor[field]).toHaveAccessibleDescription(new RegExp(`^${words}`));
      await expect(editor[field]).toHaveAttribute("aria-invalid", "true");
      await editor.says("Not published yet");
      await expect(page.getByText(/must have|is required|to save it/)).toHaveCount(0);
      const live = page.locator("[role=status], [role=alert], [aria-live]");
      await expect(live.filter({ hasText: words }), "it is heard by coming there, and not twice").toHaveCount(0);
      expect(await ada.posts()).toEqual([]);
    });
  }

  test("is fine once it is added", async ({ page, ada }) => {
    const editor = await Editor.write(page, ada);
    await editor.text.fill("Some text.");
    await editor.publish.click();
    await expect(page.getByText(addTitle)).toBeVisible();
    await page.keyboard.type("At last");
    await expect(page.getByText(addTitle)).toBeHidden();
    await editor.publishNow();
    await editor.viewPost();
    await expect(heading(page, "At last")).toBeVisible();
  });

  test("leads from the preview of a phone to the text", async ({ page, ada }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    const editor = await Editor.write(page, ada);
    await editor.title.fill("A title");
    await page.getByRole("button", { name: "Preview" }).click();
    await editor.publish.click();
    await expect(editor.text).toBeFocused();
    await expect(page.getByText(addText)).toHaveCount(1);
  });

  test("keeps the words of other faults, once", async ({ page, ada }) => {
    const editor = await Editor.write(page, ada);
    await editor.fill("t".repeat(201), "Some text.");
    await expect(page.getByText("1 character too many. A title can have at most 200.")).toBeVisible();
    await editor.publish.click();
    await expect(page.getByText(/200/)).toHaveCount(1);
    await expect(editor.title).toBeFocused();
  });
});

test.describe("opening Write puts the cursor into the title", () => {
  test("from another page", async ({ page, ada }) => {
    await signIn(page, ada, "/posts");
    await page.getByRole("link", { name: "Write", exact: true }).click();
    const editor = new Editor(page);
    await expect(editor.title).toBeFocused();
    await page.keyboard.type("Typed at once");
    await expect(editor.title).toHaveValue("Typed at once");
  });

  test("by the keyboard", async ({ page, ada }) => {
    await signIn(page, ada, "/posts");
    await page.getByRole("link", { name: "Write", exact: true }).press("Enter");
    await expect(new Editor(page).title).toBeFocused();
  });

  test("when it is the first page", async ({ page, ada }) => {
    await expect((await Editor.write(page, ada)).title).toBeFocused();
    await page.reload();
    await expect(new Editor(page).title).toBeFocused();
  });

  test("from the editor of another post", async ({ page, ada }) => {
    const id = await ada.draft("Another one");
    const editor = await Editor.open(page, id, ada);
    await editor.text.focus();
    await page.getByRole("link", { name: "Write", exact: true }).click();
    await expect(editor.title).toHaveValue("");
    await expect(editor.title).toBeFocused();
  });

  test("but not where a post is opened that has a title", async ({ page, ada }) => {
    await ada.draft("It has one");
    await signIn(page, ada, "/posts");
    await page.getByRole("link", { name: "It has one", exact: true }).click();
    await expect(new Editor(page).title).toHaveValue("It has one");
    await expect(page.getByRole("main")).toBeFocused();
  });
});

import { randomUUID } from "node:crypto";

import { expectAccessible } from "../src/accessibility.ts";
import { urls } from "../src/environment.ts";
import { status } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { picture } from "../src/pictures.ts";
import { Editor, heading, signIn } from "../src/site.ts";

const everything = [
  "# A part\n\nWith a [link](https://example.com/), **strong** and `code`, and one_word_that_is_far_too_long_for_any_line_on_a_telephone_" +
    "x".repeat(80),
  "> A quotation.\n>\n> In two paragraphs.",
  "- one\n- two\n  1. three\n\n- [x] done\n- [ ] not done",
  "```ts\nconst answer: number = 42; // and a comment that is longer than a narrow screen could ever be wide\n```",
  "```\nno language here\n```",
  "| a table | with | many | columns | that | are | wide |\n|---|---|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 | 6 | 7 |",
  "## A chapter\n\n---\n\nhttps://example.com/an/address/that/is/rather/long/and/has/no/spaces/in/it/at/all/not/one",
  "A note.[^1]\n\n[^1]: Below.",
].join("\n\n");

test.describe("everybody can use", () => {
  test("the pages for signing in and up, and their errors", async ({ page }) => {
    await page.goto("/signin");
    await expect(heading(page, "Sign in")).toBeVisible();
    await expectAccessible(page, "signing in");
    await page.goto("/signup");
    await expect(heading(page, "Create an account")).toBeVisible();
    await expectAccessible(page, "signing up");
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByLabel("E-mail")).toBeFocused();
    await expectAccessible(page, "signing up with faults");
  });

  test("lists of posts", async ({ page, ada, bob }) => {
    for (const index of Array(12).keys()) await ada.publish(`Post ${index} ${"and a long title ".repeat(index)}`);
    await ada.publish("w".repeat(200), everything);
    await signIn(page, ada);
    await expectAccessible(page, "the feed");
    await page.goto(`/@${ada.user.handle}`);
    await expect(page.getByRole("button", { name: "Load more" })).toBeVisible();
    await expectAccessible(page, "an author's posts");
    await page.goto(`/@${bob.user.handle}`);
    await expect(page.getByText("Nothing published here yet.")).toBeVisible();
    await expectAccessible(page, "an author without posts");
  });

  test("a post with everything in it", async ({ page, ada }) => {
    const id = await ada.publish("A post with everything in it", everything);
    await signIn(page, ada, `/blog/${id}`);
    await expect(page.locator(".hljs-keyword").first()).toBeVisible();
    await expectAccessible(page, "a post");
  });

  test("pages of what is not there", async ({ page, ada, faults }) => {
    faults.expect(status(404));
    await signIn(page, ada, "/nowhere");
    await expect(heading(page, "There’s nothing here")).toBeVisible();
    await expectAccessible(page, "an unknown address");
    await page.goto(`/blog/${randomUUID()}`);
    await expect(heading(page, "No such post")).toBeVisible();
    await expectAccessible(page, "an unknown post");
  });

  test("one's own posts, and the question before deleting one", async ({ page, ada }) => {
    await signIn(page, ada, "/posts");
    await expect(page.getByText("No drafts.")).toBeVisible();
    await expectAccessible(page, "no posts of one's own");
    await ada.draft("A draft");
    await ada.draft("x".repeat(200));
    await page.reload();
    await expect(page.getByRole("link", { name: "A draft", exact: true })).toBeVisible();
    await expectAccessible(page, "drafts");
    await page.getByRole("button", { name: "Delete “A draft”" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page, "the question");
  });

  test("the account", async ({ page, ada }) => {
    await signIn(page, ada, "/account");
    await expect(page.getByText(ada.email)).toBeVisible();
    await expectAccessible(page, "the account");
  });

  test("the editor, with a preview and with faults", async ({ page, ada }) => {
    const editor = await Editor.write(page, ada);
    await expectAccessible(page, "an empty editor");
    await editor.fill("Everything", everything);
    await editor.says("Saved");
    await expectAccessible(page, "an editor");
    await editor.togglePreview();
    await expect(editor.preview.locator(".hljs-keyword").first()).toBeVisible();
    await expectAccessible(page, "a preview");
    await page.setViewportSize({ width: 390, height: 800 });
    await expectAccessible(page, "a preview on a phone");
    await editor.togglePreview();
    await expectAccessible(page, "an editor on a phone");
    await editor.title.fill("");
    await editor.publish.click();
    await editor.says("Not published yet");
    await expectAccessible(page, "an editor with faults");
  });

  test("the sheet for publishing, and a picture that is described", async ({ page, ada }) => {
    const editor = await Editor.write(page, ada);
    await editor.fill("Everything", everything);
    await editor.text.press("ControlOrMeta+End");
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "Picture", exact: true }).click(),
    ]);
    await chooser.setFiles([{ name: "loom.png", mimeType: "image/png", buffer: picture(60, 40) }]);
    await expect(page.getByLabel("What does the picture show?")).toBeVisible();
    await expectAccessible(page, "a picture that is described");
    await page.getByRole("button", { name: "No description" }).click();
    await editor.publish.click();
    await editor.sheet.getByRole("combobox", { name: "Tags" }).fill("Weaving");
    await page.keyboard.press("Enter");
    await editor.sheet.getByRole("radio", { name: "Picture 1" }).check();
    await editor.sheet.getByRole("radio", { name: "At another time" }).check();
    await expectAccessible(page, "the sheet");
    await page.setViewportSize({ width: 390, height: 800 });
    await expectAccessible(page, "the sheet on a phone");
    await editor.sheet.getByRole("radio", { name: "Now" }).check();
    await editor.sheet.getByRole("button", { name: "Publish", exact: true }).click();
    await expect(page.getByRole("dialog", { name: "Published" })).toBeVisible();
    await expectAccessible(page, "what is said afterwards");
  });

  test("the choice after a conflict", async ({ page, ada, faults }) => {
    faults.expect(status(412));
    const id = await ada.draft("Shared", everything);
    const editor = await Editor.open(page, id, ada);
    await ada.change(id, { title: "Shared by others", content: everything.replace("done", "almost done") });
    await editor.fill("Shared by me", `${everything}\n\nMore.`);
    await expect(editor.conflict).toBeVisible();
    await editor.conflict.getByText("What you changed").click();
    await expectAccessible(page, "the choice");
    await editor.conflict.getByRole("button", { name: "Merge both" }).click();
    await expect(page.getByRole("button", { name: "Keep mine" })).toBeVisible();
    await expectAccessible(page, "after merging");
  });

  test.describe("where the server cannot answer", () => {
    test.use({ baseURL: urls.unavailable });

    test("the pages that say so", async ({ page, ada, faults }) => {
      faults.expect(status(503));
      const id = await ada.publish("Out of reach");
      await page.goto("/");
      await expect(page.getByRole("link", { name: "Try again" })).toBeVisible();
      await expectAccessible(page, "a feed that cannot be had");
      await page.goto(`/blog/${id}`);
      await expect(page.getByRole("link", { name: "Try again" })).toBeVisible();
      await expectAccessible(page, "a post that cannot be had");
    });
  });
});

test.describe("what comes before the app", () => {
  // It would serve the app's script, which this test holds back.
  test.use({ serviceWorkers: "block" });

  test("a chosen theme is kept, and is there before anything is painted", async ({ page, ada, faults }) => {
    faults.expect(/ERR_FAILED/);
    const root = page.locator("html");
    const background = () => root.evaluate((element) => getComputedStyle(element).backgroundColor);
    await page.emulateMedia({ colorScheme: "light" });
    await signIn(page, ada, "/account");
    await expect(heading(page, "Account")).toBeVisible();
    const light = await background();
    await page.getByText("Dark", { exact: true }).click();
    await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
    await expect(root).not.toHaveCSS("background-color", light);
    const dark = await background();
    // Before the app's own script, which is deferred, has run.
    await page.route("**/assets/*.js", (route) => route.abort());
    await page.goto("/posts", { waitUntil: "domcontentloaded" });
    expect(await background()).toBe(dark);
  });
});

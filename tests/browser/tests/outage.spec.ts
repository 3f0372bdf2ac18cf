import { urls } from "../src/environment.ts";
import { status } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { breakDown } from "../src/outage.ts";
import { Editor, fillSignIn, heading, signIn } from "../src/site.ts";

const pause = "Connectly is temporarily unavailable";

test.describe("a page for readers, where the server cannot reach its database", () => {
  test.use({ baseURL: urls.unavailable });

  test("says so in place of the feed, with a way to try again", async ({ page, faults }) => {
    faults.expect(status(503));
    const response = await page.goto("/");
    expect(response?.status()).toBe(503);
    await expect(heading(page, pause)).toBeVisible();
    await expect(page.getByRole("main")).not.toContainText(/SQL|postgres|503|undefined/i);
    const again = page.waitForResponse(`${urls.unavailable}/`);
    await page.getByRole("link", { name: "Try again" }).click();
    expect((await again).status()).toBe(503);
    await expect(heading(page, pause)).toBeVisible();
  });

  test("says so in place of a post, also to machines", async ({ page, ada, faults }) => {
    faults.expect(status(503, "/blog/"));
    const id = await ada.publish("Out of reach");
    const response = await page.goto(`/blog/${id}`);
    expect(response?.status()).toBe(503);
    await expect(heading(page, pause)).toBeVisible();
    await expect(page.getByRole("link", { name: "Try again" })).toHaveAttribute("href", `/blog/${id}`);
  });
});

test.describe("a server that cannot reach its database", () => {
  test.beforeEach(({ faults }) => faults.expect(status(503, "/api/")));

  test.describe("to visitors", () => {
    test.use({ baseURL: urls.unavailable });

    test("says so on the form, which keeps what was typed", async ({ page, ada }) => {
      await page.goto("/signin");
      await fillSignIn(page, ada);
      await expect(page.getByRole("alert").filter({ hasText: pause })).toBeVisible();
      await expect(page.getByLabel("E-mail")).toHaveValue(ada.email);
      await expect(page.getByLabel("Password", { exact: true })).toHaveValue(ada.password);
    });
  });

  test("is asked again when a reader wants it, and then shows what there is", async ({ page, ada }) => {
    await ada.publish("Back again");
    await signIn(page, ada);
    await breakDown(page);
    await page.goto(`/@${ada.user.handle}`);
    await expect(page.getByText(pause)).toBeVisible();
    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("link", { name: "Back again" })).toBeVisible();
    await expect(page.getByText(pause)).toBeHidden();
  });

  test("costs a writer nothing: the text waits here and is saved afterwards", async ({ page, ada }) => {
    const id = await ada.draft("Patience", "Before.");
    const editor = await Editor.open(page, id, ada);
    await breakDown(page);
    await editor.text.fill("Before, and during.");
    await editor.says(/^Kept on this device – the server needs a moment, will try again$/);
    await editor.text.fill("Before, during and after.");
    await page.unrouteAll();
    await editor.says("Saved");
    expect(await ada.read(id)).toMatchObject({ content: "Before, during and after." });
  });

  test("keeps what a writer has published from being published twice", async ({ page, ada }) => {
    const editor = await Editor.write(page, ada);
    await breakDown(page);
    await editor.fill("At last", "It took a while.");
    await editor.publishNow();
    await editor.says(/the server needs a moment, will try again$/);
    expect(await ada.posts()).toEqual([]);
    await page.unrouteAll();
    await editor.viewPost();
    await expect(heading(page, "At last")).toBeVisible();
    expect(await ada.posts()).toMatchObject([{ title: "At last", published: true }]);
  });

  test("deletes nothing, and signs nobody out", async ({ page, ada }) => {
    const id = await ada.draft("Still here");
    await signIn(page, ada, "/posts");
    await page.getByRole("button", { name: "Delete “Still here”" }).click();
    await breakDown(page);
    const question = page.getByRole("dialog");
    await question.getByRole("button", { name: "Delete" }).click();
    await expect(question.getByRole("alert")).toContainText(pause);
    await question.getByRole("button", { name: "Keep it" }).click();
    await page.goto("/account");
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByText("You’re still signed in.")).toBeVisible();
    expect(await ada.read(id)).toMatchObject({ title: "Still here" });
  });
});

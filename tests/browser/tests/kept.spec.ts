import { expectAccessible } from "../src/accessibility.ts";
import { endSessions } from "../src/database.ts";
import { noAnswer, status } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { accountLink, Editor, fillSignIn, heading, isKept, offline, signIn } from "../src/site.ts";

const onlyHere = "On this device only";

/** A title in which there is nothing to see. The server refuses it, so the text stays here. */
const unseen = "\u200b";

test.describe("your posts show what this device alone has", () => {
  test("a text that cannot be saved, which opens with its words", async ({ page, ada }) => {
    const editor = await Editor.write(page, ada);
    await editor.fill(unseen, "A thought that has no name yet.\n\nAnd more.");
    await editor.says(/add a title to save it/);
    await page.getByRole("link", { name: "Your posts" }).click();
    const row = page.getByRole("listitem").filter({ hasText: onlyHere });
    await expect(row).toHaveCount(1);
    await expect(row).toContainText("A thought that has no name yet.");
    await expect(page.getByText("No drafts.")).toBeHidden();
    await row.getByRole("link", { name: /^Untitled/ }).click();
    await editor.reads("A thought that has no name yet.\n\nAnd more.");
    await editor.title.fill("Now it has one");
    await editor.id();
    await editor.says("Saved");
    await page.getByRole("link", { name: "Your posts" }).click();
    await expect(page.getByRole("link", { name: "Now it has one", exact: true })).toHaveCount(1);
    await expect(page.getByText(onlyHere)).toBeHidden();
  });

  test("a draft without a title is not among them, because it is saved", async ({ page, ada }) => {
    const editor = await Editor.write(page, ada);
    await editor.text.fill("A thought that has no name yet.\n\nAnd more.");
    await page.getByRole("link", { name: "Your posts" }).click();
    await page.getByRole("link", { name: "Untitled: A thought that has no name yet. And more." }).click();
    await editor.reads("A thought that has no name yet.\n\nAnd more.");
    const id = await editor.id();
    expect(await ada.read(id)).toMatchObject({ title: "", published: false });
    await page.getByRole("link", { name: "Your posts" }).click();
    await expect(page.getByText(onlyHere)).toBeHidden();
    await page.getByRole("button", { name: "Delete “A thought that has no name yet. And more.”" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await expect(page.getByText("No drafts.")).toBeVisible();
  });

  test("several of them, each at an address of its own", async ({ page, ada, context }) => {
    const one = await Editor.write(page, ada);
    const other = await Editor.write(await context.newPage());
    await one.fill(unseen, "The first thought.");
    await other.fill(unseen, "The second thought.");
    for (const editor of [one, other]) await editor.says(/add a title to save it/);
    await other.page.close();
    await page.goto("/posts");
    await expect(page.getByText(onlyHere)).toHaveCount(2);
    await expectAccessible(page, "what this device alone has");
    for (const words of ["The first thought.", "The second thought."]) {
      await page.goto("/posts");
      await page.getByRole("link", { name: `Edit “${words}”` }).click();
      await one.reads(words);
      await page.reload();
      await one.reads(words);
    }
  });

  test("what another tab writes, as it is written; it is opened and deleted there alone", async ({
    page,
    ada,
    context,
  }) => {
    await signIn(page, ada, "/posts");
    await expect(page.getByText("No drafts.")).toBeVisible();
    const other = await Editor.write(await context.newPage());
    await other.fill(unseen, "Written beside.");
    await expect(page.getByText(onlyHere)).toBeVisible();
    await page.getByRole("button", { name: "Delete “Written beside.”" }).click();
    const question = page.getByRole("dialog", { name: "Delete “Written beside.”?" });
    await question.getByRole("button", { name: "Delete" }).click();
    await expect(question.getByRole("alert")).toContainText("it’s open in another tab");
    await question.getByRole("button", { name: "Keep it" }).click();
    await page.getByRole("link", { name: "Edit “Written beside.”" }).click();
    await expect(heading(page, "This text is open in another tab")).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: "Your posts" }).click();
    await other.title.fill("It has a name");
    await other.says("Saved");
    await expect(page.getByText(onlyHere)).toBeHidden();
  });

  test("it is deleted after a question, and gone", async ({ page, ada }) => {
    const editor = await Editor.write(page, ada);
    await editor.fill(unseen, "Not worth a title.");
    await editor.says(/add a title to save it/);
    const address = await page.evaluate(() => {
      const key = Object.keys(localStorage).find((name) => name.includes(".new.")) ?? "";
      return `/publish?draft=${key.slice(key.lastIndexOf(".") + 1)}`;
    });
    await page.getByRole("link", { name: "Your posts" }).click();
    await page.getByRole("button", { name: "Delete “Not worth a title.”" }).click();
    const question = page.getByRole("dialog", { name: "Delete “Not worth a title.”?" });
    await question.getByRole("button", { name: "Keep it" }).click();
    await expect(page.getByText(onlyHere)).toBeVisible();
    await page.getByRole("button", { name: "Delete “Not worth a title.”" }).click();
    await question.getByRole("button", { name: "Delete" }).click();
    await expect(page.getByText("No drafts.")).toBeVisible();
    await expect(heading(page, "Your posts")).toBeFocused();
    await page.reload();
    await expect(page.getByText("No drafts.")).toBeVisible();
    await page.goto(address);
    await expect(heading(page, "This text is no longer here")).toBeVisible();
  });

  test("and not the changes to a published post, which are saved and marked", async ({ page, ada }) => {
    const id = await ada.publish("Known to readers", "First.");
    const editor = await Editor.open(page, id, ada);
    await editor.text.fill("Second.");
    await editor.says("Unpublished changes");
    await page.getByRole("link", { name: "Your posts" }).click();
    await expect(page.getByText("No drafts.")).toBeVisible();
    await page.getByRole("tab", { name: "Published" }).click();
    const mark = page.getByRole("link", { name: "Unpublished changes" });
    await mark.click();
    await editor.reads("Second.");
    await editor.update.click();
    await expect(heading(page, "Known to readers")).toBeVisible();
    await page.goto("/posts?show=published");
    await expect(page.getByRole("link", { name: "Known to readers", exact: true })).toBeVisible();
    await expect(mark).toBeHidden();
  });

  test("changes to a draft that was published on another device, at the published post", async ({ page, ada }) => {
    const id = await ada.draft("Out by now", "First.");
    await signIn(page, ada, "/posts");
    await expect(page.getByRole("link", { name: "Out by now", exact: true })).toBeVisible();
    await page.evaluate(
      ([user, post]) => {
        const text = { title: "Out by now", content: "First." };
        const base = { ...text, id: post, etag: '"1"', published: false };
        const draft = { text: { ...text, content: "Second." }, base, doubt: null, keptAt: 0 };
        localStorage.setItem(`connectly.draft.${user}.${post}.here`, JSON.stringify(draft));
      },
      [ada.user.id, id] as const,
    );
    await ada.change(id, { published: true });
    const read = page.waitForResponse(`**/api/v1/blog/${id}`);
    await page.reload();
    await read;
    await expect(page.getByText("No drafts.")).toBeVisible();
    await expect(page.getByText(onlyHere)).toBeHidden();
    await page.getByRole("tab", { name: "Published" }).click();
    await expect(page.getByRole("link", { name: "Changes on this device, not saved yet" })).toBeVisible();
  });

  test("without a network, a draft and a new text too, and no more once it is back", async ({
    page,
    ada,
    context,
    faults,
  }) => {
    faults.expect(noAnswer);
    const id = await ada.draft("Known to the server", "First.");
    const editor = await Editor.open(page, id, ada);
    await isKept(page);
    await context.setOffline(true);
    await editor.text.fill("Second.");
    await editor.says(offline);
    await page.getByRole("link", { name: "Write", exact: true }).click();
    await expect(editor.title).toHaveValue("");
    await editor.fill("From the tunnel", "Dark in here.");
    await editor.says(offline);
    await page.getByRole("link", { name: "Your posts" }).click();
    await expect(page.getByRole("link", { name: "From the tunnel", exact: true })).toBeVisible();
    await expect(page.getByRole("link", { name: "Known to the server", exact: true })).toBeVisible();
    await expect(page.getByText(onlyHere)).toHaveCount(2);
    await context.setOffline(false);
    await expect(page.getByText(onlyHere)).toHaveCount(0);
    await expect(page.getByRole("link", { name: "From the tunnel", exact: true })).toHaveCount(1);
    await expect(page.getByRole("link", { name: "Known to the server", exact: true })).toHaveCount(1);
    await expect.poll(async () => (await ada.read(id)).content).toBe("Second.");
    expect(await ada.posts()).toHaveLength(2);
  });

  test("not what is on its way to the server", async ({ page, ada }) => {
    const editor = await Editor.write(page, ada);
    const marks: string[] = [];
    await page.exposeFunction("marked", (words: string) => void marks.push(words));
    await page.evaluate((words) => {
      new MutationObserver(() => {
        if (document.body.textContent.includes(words))
          (window as unknown as { marked: (words: string) => void }).marked(words);
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
    }, onlyHere);
    await editor.fill("On the way out", "Typed just before.");
    await page.getByRole("link", { name: "Your posts" }).click();
    await expect(page.getByRole("link", { name: "On the way out", exact: true })).toHaveCount(1);
    expect(marks).toEqual([]);
  });

  test("nobody else's", async ({ page, ada, bob, faults }) => {
    faults.expect(status(401));
    const editor = await Editor.write(page, ada);
    await editor.fill(unseen, "Ada's own thoughts.");
    await editor.says(/add a title to save it/);
    await endSessions(ada);
    await page.goto("/posts");
    await fillSignIn(page, bob);
    await expect(page.getByText("No drafts.")).toBeVisible();
    await expect(page.getByText("Ada's own thoughts.")).toHaveCount(0);
  });
});

test.describe("signed out in another tab while one writes", () => {
  for (const [what, path] of [
    ["a new text", "/publish"],
    ["a post", "/edit/:id"],
  ] as const) {
    test(`one is told that ${what} is kept, and led back to it`, async ({ page, ada, context }) => {
      const id = await ada.publish("A post", "First.");
      const editor = new Editor(page);
      await signIn(page, ada, path.replace(":id", id));
      await editor.text.fill("Written when the other tab signed out.");
      const other = await context.newPage();
      await other.goto("/account");
      await other.getByRole("button", { name: "Sign out" }).click();
      await expect(heading(other, "Sign in")).toBeVisible();
      await expect(other.getByText(/kept on this device/)).toBeHidden();
      await expect(other).toHaveURL("/signin");

      await expect(heading(page, "Sign in")).toBeVisible();
      await expect(page.getByText(/What you were writing is kept on this device/)).toBeVisible();
      await fillSignIn(page, ada);
      await expect(page).toHaveURL(path.replace(":id", id));
      await editor.reads("Written when the other tab signed out.");
    });
  }

  test("somebody else who signs in then does not see the text", async ({ page, ada, bob, context }) => {
    const editor = await Editor.write(page, ada);
    await editor.text.fill("Ada's own thoughts.");
    const other = await context.newPage();
    await other.goto("/account");
    await other.getByRole("button", { name: "Sign out" }).click();
    await expect(heading(page, "Sign in")).toBeVisible();
    await fillSignIn(page, bob);
    await expect(accountLink(page)).toBeVisible();
    await expect(editor.title).toBeVisible();
    await editor.reads("");
  });
});

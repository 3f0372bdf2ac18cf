import { expect, test } from "../src/fixtures.ts";
import { picture } from "../src/pictures.ts";
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

test.describe("the sheet for publishing", () => {
  const button = (editor: Editor, name: string) => editor.sheet.getByRole("button", { name, exact: true });

  test("shows the card, and what is decided there is published", async ({ page, ada, bob, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await bob.api.createPost({ title: "Before", content: "Text.", tags: ["Weaving"] });
    const editor = await Editor.write(page, ada);
    await editor.fill("What the loom taught me", "## Morning\n\nIt does *what* it is told.");
    await editor.publish.click();
    const card = editor.sheet.getByRole("group", { name: "How it appears in lists" });
    await expect(card).toContainText("What the loom taught me");
    await expect(card).toContainText("It does what it is told.");

    const tags = editor.sheet.getByRole("combobox", { name: "Tags" });
    await tags.fill("weav");
    await editor.sheet.getByRole("option", { name: "Weaving" }).click();
    await tags.pressSequentially("Looms,#weaving");
    await tags.press("Enter");
    await expect(card.getByRole("listitem")).toHaveText(["Weaving", "Looms"]);
    await editor.sheet.getByRole("button", { name: "Remove Looms" }).click();
    await expect(card.getByRole("listitem")).toHaveText(["Weaving"]);

    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button(editor, "Upload a picture").click()]);
    await chooser.setFiles([{ name: "loom.png", mimeType: "image/png", buffer: picture(600, 400) }]);
    await editor.sheet.getByLabel("What the cover shows").fill("A loom");
    const address = editor.sheet.getByLabel("Address");
    await expect(address).toHaveValue("what-the-loom-taught-me");
    await address.fill("On Looms");
    await expect(editor.sheet.getByText(`/@${ada.user.handle}/on-looms`)).toBeVisible();
    // The fields publish nothing.
    await address.press("Enter");
    await expect(editor.sheet).toBeVisible();
    await button(editor, "Publish").click();

    const done = page.getByRole("dialog", { name: "Published" });
    await expect(done.getByText(`/@${ada.user.handle}/on-looms`)).toBeVisible();
    await done.getByRole("button", { name: "Copy link" }).click();
    await expect(done.getByRole("button", { name: "Link copied" })).toBeVisible();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(new URL(link).pathname).toBe(`/@${ada.user.handle}/on-looms`);
    expect(await ada.posts()).toMatchObject([
      { published: true, slug: "on-looms", tags: ["Weaving"], cover: { alt: "A loom", width: 600, height: 400 } },
    ]);
    await editor.viewPost();
    await expect(heading(page, "What the loom taught me")).toBeVisible();
  });

  test("keeps what was decided in a draft when it isn't published yet", async ({ page, ada, openBrowser }) => {
    const editor = await Editor.write(page, ada);
    await editor.fill("Later", "Text.");
    await editor.publish.click();
    await editor.sheet.getByRole("combobox", { name: "Tags" }).fill("Weaving");
    await button(editor, "Not yet").click();
    await expect(editor.sheet).toBeHidden();
    const id = await editor.id();
    await expect.poll(async () => (await ada.read(id)).tags).toEqual(["Weaving"]);
    const other = await Editor.open(await openBrowser(), id, ada);
    await other.publish.click();
    await expect(other.sheet.getByRole("list", { name: "Chosen tags" })).toHaveText("Weaving");
  });

  test("has no room for a sixth tag, and says what is no tag", async ({ page, ada }) => {
    const editor = await Editor.write(page, ada);
    await editor.fill("Many", "Text.");
    await editor.publish.click();
    const tags = editor.sheet.getByRole("combobox", { name: "Tags" });
    await tags.fill("a/b");
    await tags.press("Enter");
    await expect(tags).toHaveAccessibleDescription(/^A tag is one line/);
    await tags.fill("");
    for (const tag of ["one", "two", "three", "four", "five"]) {
      await tags.pressSequentially(tag);
      await tags.press("Enter");
    }
    await expect(tags).toHaveAccessibleDescription("That’s all the tags a post can have.");
    await expect(tags).not.toBeEditable();
    await tags.press("Backspace");
    await expect(tags).toBeEditable();
    await expect(editor.sheet.getByRole("list", { name: "Chosen tags" }).getByRole("listitem")).toHaveCount(4);
  });

  test("schedules a post, which only its author sees until then", async ({ page, ada, bob }) => {
    const editor = await Editor.write(page, ada);
    await editor.fill("Not before", "Text.");
    await editor.publish.click();
    await editor.sheet.getByRole("radio", { name: "At another time" }).check();
    const year = new Date().getFullYear() + 2;
    await editor.sheet.getByLabel("Date and time").fill(`${year}-05-06T07:08`);
    await expect(editor.sheet.getByText("Until then, only you see it.")).toBeVisible();
    await button(editor, "Schedule").click();
    const done = page.getByRole("dialog", { name: "Scheduled" });
    await expect(done.getByRole("status").first()).toContainText(`May 6, ${year}`);
    const [post] = await ada.posts();
    expect(post).toMatchObject({ published: true, publishedAt: `${year}-05-06T07:08:00.000000Z` });
    await expect(bob.read(post?.id ?? "")).rejects.toMatchObject({ status: 404 });
    await page.goto("/posts?show=published");
    await expect(page.getByText(`Scheduled for May 6, ${year}`)).toBeVisible();
  });

  test("publishes nothing at another time as long as it isn't said which", async ({ page, ada }) => {
    const editor = await Editor.write(page, ada);
    await editor.fill("Some other day", "Text.");
    await editor.publish.click();
    await editor.sheet.getByRole("radio", { name: "At another time" }).check();
    const time = editor.sheet.getByLabel("Date and time");
    await time.fill("");
    await button(editor, "Publish").click();
    await expect(time).toBeFocused();
    await expect(time).toHaveAttribute("aria-invalid", "true");
    await expect(time).toHaveAccessibleDescription("Enter a date and a time.");
    expect((await ada.posts()).filter(({ published }) => published)).toEqual([]);
    await time.fill("2020-05-06T07:08");
    await expect(time).toHaveAttribute("aria-invalid", "false");
    await button(editor, "Publish").click();
    await editor.viewPost();
    expect(await ada.posts()).toMatchObject([{ published: true, publishedAt: "2020-05-06T07:08:00.000000Z" }]);
  });

  test("stays away after what waited for the network is cancelled, and has kept what was decided", async ({
    page,
    ada,
    context,
    faults,
  }) => {
    faults.expect(/ERR_INTERNET_DISCONNECTED/);
    const editor = await Editor.write(page, ada);
    await editor.fill("On second thought", "Text.");
    await editor.says("Saved");
    await editor.publish.click();
    await editor.sheet.getByLabel("Address").fill("thought");
    await editor.sheet.getByRole("radio", { name: "At another time" }).check();
    await editor.sheet.getByLabel("Date and time").fill("2020-05-06T07:08");
    await context.setOffline(true);
    await button(editor, "Publish").click();
    await page.getByRole("button", { name: "Cancel publishing" }).click();
    await expect(page.getByRole("button", { name: "Cancel publishing" })).toBeHidden();
    await expect(editor.sheet).toBeHidden();
    await context.setOffline(false);
    await editor.says("Saved");
    await expect(editor.sheet).toBeHidden();
    expect(await ada.posts()).toMatchObject([{ published: false }]);

    await editor.publish.click();
    await expect(editor.sheet.getByLabel("Address")).toHaveValue("thought");
    await expect(editor.sheet.getByLabel("Date and time")).toHaveValue("2020-05-06T07:08");
    await button(editor, "Publish").click();
    await editor.viewPost();
    expect(await ada.posts()).toMatchObject([{ published: true, slug: "thought" }]);
  });

  test("says that a post is scheduled even if the server doesn't", async ({ page, ada, faults }) => {
    faults.expect(/ERR_FAILED/);
    const editor = await Editor.write(page, ada);
    await editor.fill("Unheard", "Text.");
    await editor.says("Saved");
    await editor.publish.click();
    await editor.sheet.getByRole("radio", { name: "At another time" }).check();
    await editor.sheet.getByLabel("Date and time").fill(`${new Date().getFullYear() + 2}-05-06T07:08`);
    await page.route("**/api/v1/blog/*", (route) =>
      route.request().method() === "GET" ? route.abort() : route.continue(),
    );
    await button(editor, "Schedule").click();
    await expect(page.getByRole("dialog", { name: "Scheduled" })).toBeVisible();
  });

  test("a cover is still on its way while the sheet is closed, and is waited for", async ({ page, ada }) => {
    const held: (() => void)[] = [];
    await page.route("**/api/v1/media", async (route) => {
      await new Promise<void>((resolve) => held.push(resolve));
      await route.continue();
    });
    const editor = await Editor.write(page, ada);
    await editor.fill("With a cover", "Text.");
    await editor.says("Saved");
    await editor.publish.click();
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button(editor, "Upload a picture").click()]);
    await chooser.setFiles([{ name: "loom.png", mimeType: "image/png", buffer: picture(60, 40) }]);
    await button(editor, "Not yet").click();
    await page.getByRole("link", { name: "Your posts" }).click();
    const question = page.getByRole("dialog", { name: "Leave without your picture?" });
    await question.getByRole("button", { name: "Stay" }).click();
    await editor.publish.click();
    await expect(editor.sheet.getByRole("button", { name: /^Uploading…/ })).toBeVisible();
    await expect(button(editor, "Publish")).toHaveAttribute("aria-disabled", "true");
    for (const release of held) release();
    await editor.sheet.getByLabel("What the cover shows").fill("A loom");
    await button(editor, "Publish").click();
    await editor.viewPost();
    expect(await ada.posts()).toMatchObject([{ published: true, cover: { alt: "A loom" } }]);
  });

  test("doesn't hide why an update has to wait for a picture", async ({ page, ada }) => {
    await page.route("**/api/v1/media", () => undefined);
    const editor = await Editor.open(page, await ada.publish("Pictured"), ada);
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "Picture", exact: true }).click(),
    ]);
    await chooser.setFiles([{ name: "loom.png", mimeType: "image/png", buffer: picture(60, 40) }]);
    await page.getByRole("button", { name: "Details" }).click();
    const details = page.getByRole("dialog", { name: "Post details" });
    await details.getByRole("button", { name: "Update" }).click();
    await expect(details).toBeHidden();
    await editor.says(/^A picture isn’t uploaded yet\./);
  });

  test("gives a published post its new address with a later update, too", async ({ page, ada }) => {
    const id = await ada.publish("On engines");
    const editor = await Editor.open(page, id, ada);
    await page.getByRole("button", { name: "Details" }).click();
    const details = page.getByRole("dialog", { name: "Post details" });
    await details.getByLabel("Address").fill("on-looms");
    await details.getByRole("button", { name: "Close" }).click();
    await editor.update.click();
    await expect(heading(page, "On engines")).toBeVisible();
    expect(await ada.read(id)).toMatchObject({ slug: "on-looms" });
  });

  test("changes tags and address of a published post with an update, and its title alone changes no address", async ({
    page,
    ada,
  }) => {
    const id = await ada.publish("On engines");
    const editor = await Editor.open(page, id, ada);
    await editor.title.fill("On looms");
    await editor.update.click();
    await expect(heading(page, "On looms")).toBeVisible();
    expect(await ada.read(id)).toMatchObject({ title: "On looms", slug: "on-engines" });

    await page.getByRole("link", { name: "Edit" }).click();
    await page.getByRole("button", { name: "Details" }).click();
    const details = page.getByRole("dialog", { name: "Post details" });
    await details.getByRole("combobox", { name: "Tags" }).fill("Looms");
    await details.getByLabel("Address").fill("on-looms");
    await expect(details.getByText("the old address will redirect here")).toBeVisible();
    await details.getByRole("button", { name: "Update" }).click();
    await editor.viewPost();
    await expect(heading(page, "On looms")).toBeVisible();
    expect(await ada.read(id)).toMatchObject({ slug: "on-looms", tags: ["Looms"], draft: null });
    const former = await ada.api.readPostAt(ada.user.handle, "on-engines");
    expect(former.post.id).toBe(id);
  });
});

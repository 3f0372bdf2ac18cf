import { publishMany } from "../src/database.ts";
import { noAnswer } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { Editor, heading, offline, signIn } from "../src/site.ts";

const restored = "Unsaved text was restored from this device.";

test("a draft is saved while one types, and its address stays", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.title.fill("A beginning");
  await editor.says("Saving…");
  const id = await editor.id();
  await editor.says("Saved");
  expect(await ada.read(id), "a title is enough").toMatchObject({ title: "A beginning", content: "" });
  await editor.text.pressSequentially("First words");
  await editor.says("Saved");
  await expect(editor.text, "the cursor stays where it was").toBeFocused();
  await editor.text.pressSequentially(", and more");
  await expect.poll(async () => (await ada.read(id)).content).toBe("First words, and more");
  const post = await ada.read(id);
  expect(post).toMatchObject({ title: "A beginning", published: false });
  await page.reload();
  await editor.reads("First words, and more");
  await expect(page.getByText(restored)).toBeHidden();
  expect(await ada.posts()).toHaveLength(1);
});

test("what was typed a moment ago survives a reload", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.title.fill("Not saved yet");
  await editor.text.pressSequentially("Typed and gone");
  await page.reload();
  await expect(editor.title).toHaveValue("Not saved yet");
  await editor.reads("Typed and gone");
  await expect(page.getByText(restored)).toBeVisible();
  await editor.id();
  await editor.says("Saved");
  expect(await ada.posts()).toHaveLength(1);
});

test("restored text can be discarded", async ({ page, ada }) => {
  const id = await ada.publish("As it was", "The text that readers know.");
  const editor = await Editor.open(page, id, ada);
  await editor.text.fill("Something else altogether.");
  await page.reload();
  await expect(page.getByText(restored)).toBeVisible();
  await editor.reads("Something else altogether.");
  await page.getByRole("button", { name: "Discard it" }).click();
  await editor.reads("The text that readers know.");
  await editor.says("Saved");
  await page.reload();
  await editor.reads("The text that readers know.");
  await expect(page.getByText(restored)).toBeHidden();
});

test("restored text cannot be discarded with what was written since", async ({ page, ada }) => {
  const id = await ada.publish("As it was", "The text that readers know.");
  const editor = await Editor.open(page, id, ada);
  await editor.text.fill("Something else altogether.");
  await page.reload();
  await expect(page.getByText(restored)).toBeVisible();
  await editor.text.fill("Something else altogether, and more.");
  await expect(page.getByText(restored)).toBeHidden();
  await expect(page.getByRole("button", { name: "Discard it" })).toBeHidden();
});

test("a new post's restored text is discarded with the draft that was made of it", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.title.fill("Not wanted");
  await editor.text.pressSequentially("Typed and gone");
  await page.reload();
  await expect(page.getByText(restored)).toBeVisible();
  await editor.id();
  await page.getByRole("button", { name: "Discard it" }).click();
  await expect(page).toHaveURL("/publish");
  await expect(editor.title).toHaveValue("");
  expect(await ada.posts()).toEqual([]);
});

test("a published post's changes are there on another device, and readers see them once they are published", async ({
  page,
  ada,
  bob,
  openBrowser,
}) => {
  const id = await ada.publish("A post", "First version.");
  const editor = await Editor.open(page, id, ada);
  await editor.text.fill("Second version.");
  await editor.says("Unpublished changes");
  expect((await bob.read(id)).content).toBe("First version.");

  const other = await Editor.open(await openBrowser(), id, ada);
  await other.reads("Second version.");
  await other.says("Unpublished changes");
  await other.update.click();
  await expect(heading(other.page, "A post")).toBeVisible();
  expect((await bob.read(id)).content).toBe("Second version.");
  await page.reload();
  await editor.reads("Second version.");
  await editor.says("Saved");
});

test("changes to a published post can be discarded after a question", async ({ page, ada }) => {
  const id = await ada.publish("A post", "First version.");
  const editor = await Editor.open(page, id, ada);
  await editor.text.fill("Worse.");
  await editor.says("Unpublished changes");
  const question = page.getByRole("dialog", { name: "Discard your changes?" });
  await page.getByRole("button", { name: "Discard changes" }).click();
  await question.getByRole("button", { name: "Keep writing" }).click();
  await expect(question).toBeHidden();
  await editor.reads("Worse.");
  await page.getByRole("button", { name: "Discard changes" }).click();
  await question.getByRole("button", { name: "Discard", exact: true }).click();
  await editor.reads("First version.");
  await editor.says("Saved");
  expect(await ada.read(id)).toMatchObject({ content: "First version.", draft: null });
});

test("without a network one writes on, and all is saved when it is back", async ({ page, ada, context, faults }) => {
  faults.expect(noAnswer);
  const editor = await Editor.write(page, ada);
  await editor.fill("Before the tunnel", "One.");
  const id = await editor.id();
  await editor.says("Saved");
  await context.setOffline(true);
  await editor.text.fill("One. Two.");
  await editor.says(offline);
  await editor.text.fill("One. Two. Three.");
  await editor.says(offline);
  expect((await ada.read(id)).content).toBe("One.");
  await context.setOffline(false);
  await editor.says("Saved");
  expect((await ada.read(id)).content).toBe("One. Two. Three.");
  expect(await ada.posts()).toHaveLength(1);
});

test("a post that was begun without a network is created once when it is back", async ({ page, ada, context, faults }) => {
  faults.expect(noAnswer);
  const editor = await Editor.write(page, ada);
  await context.setOffline(true);
  await editor.fill("From the tunnel", "Dark in here.");
  await editor.says(offline);
  await context.setOffline(false);
  await editor.id();
  await editor.says("Saved");
  expect(await ada.posts()).toMatchObject([{ title: "From the tunnel", published: false }]);
});

test("a tab that is closed without a network loses nothing", async ({ page, ada, context, faults }) => {
  faults.expect(noAnswer);
  const editor = await Editor.write(page, ada);
  await context.setOffline(true);
  await editor.fill("Before the crash", "Every word of it.");
  await editor.says(offline);
  const closed = page.waitForEvent("close");
  await page.close({ runBeforeUnload: true });
  await closed;
  await context.setOffline(false);

  const later = await Editor.write(await context.newPage());
  await expect(later.title).toHaveValue("Before the crash");
  await later.reads("Every word of it.");
  await later.id();
  await later.says("Saved");
  expect(await ada.posts()).toHaveLength(1);
});

test("leaving the editor for another page saves what was typed", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.fill("On the way out", "Typed just before.");
  await page.getByRole("link", { name: "Your posts" }).click();
  await expect(page.getByRole("link", { name: "On the way out", exact: true })).toBeVisible();
  expect(await ada.posts()).toMatchObject([{ title: "On the way out", published: false }]);
});

test("a list that was asked for before the text was saved shows it all the same", async ({
  page,
  ada,
}) => {
  const editor = await Editor.write(page, ada);
  await editor.fill("On the way out", "Typed just before.");
  const saved = page.waitForResponse((answer) => answer.request().method() === "POST");
  let listed: () => void = () => undefined;
  const isListed = new Promise<void>((resolve) => (listed = resolve));
  // The list is made first, then the post, and the list comes last.
  await page.route("**/api/v1/blog", async (route) => {
    await isListed;
    await route.continue();
  });
  await page.route(
    "**/api/v1/blog/bulk?**",
    async (route) => {
      const response = await route.fetch();
      listed();
      await saved;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  await page.getByRole("link", { name: "Your posts" }).click();
  await expect(page.getByRole("link", { name: "On the way out", exact: true })).toBeVisible();
});

test("Write, pressed while one edits, begins a new post", async ({ page, ada }) => {
  const id = await ada.draft("The old one", "Its own words.");
  const editor = await Editor.open(page, id, ada);
  await page.getByRole("link", { name: "Write" }).click();
  await expect(page).toHaveURL("/publish");
  await expect(editor.title).toHaveValue("");
  await editor.reads("");
  await editor.fill("The new one", "Other words.");
  expect(await editor.id()).not.toBe(id);
  await editor.says("Saved");
  expect(await ada.read(id)).toMatchObject({ title: "The old one", content: "Its own words." });
  expect(await ada.posts()).toHaveLength(2);
});

test("Write, pressed when a new post has got its address, begins another one", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.fill("The first", "One.");
  await editor.id();
  await page.getByRole("link", { name: "Write" }).click();
  await expect(editor.title).toHaveValue("");
  await editor.fill("The second", "Two.");
  await editor.id();
  await editor.says("Saved");
  expect(await ada.posts()).toMatchObject([{ title: "The second" }, { title: "The first" }]);
});

test("a post that does not come holds up no other editor", async ({ page, ada }) => {
  const id = await ada.draft("Slow");
  await signIn(page, ada, "/posts");
  // It never gets an answer; leaving the page gives it up.
  await page.route(`**/api/v1/blog/${id}`, () => undefined);
  await page.getByRole("link", { name: "Slow", exact: true }).click();
  await expect(page).toHaveURL(`/edit/${id}`);
  await page.getByRole("link", { name: "Write" }).click();
  await expect(new Editor(page).title).toBeVisible();
});

test("a draft is for its author alone until it is published", async ({ page, ada, bob }) => {
  const editor = await Editor.write(page, ada);
  await editor.fill("In the making", "Not ready.");
  const id = await editor.id();
  await editor.says("Saved");
  await expect(bob.read(id)).rejects.toMatchObject({ status: 404 });
  await editor.text.fill("Ready.");
  await editor.publishNow();
  await editor.viewPost();
  await expect(heading(page, "In the making")).toBeVisible();
  expect(await bob.read(id)).toMatchObject({ content: "Ready.", published: true });
  expect(await ada.posts()).toHaveLength(1);

  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByRole("button", { name: "Details" }).click();
  await page.getByRole("button", { name: "Back to drafts" }).click();
  await expect(editor.publish).toBeVisible();
  await expect(bob.read(id)).rejects.toMatchObject({ status: 404 });
});

test("a draft among many published posts is found with one request", async ({ page, ada }) => {
  await ada.draft("The needle");
  await publishMany(ada, 120);
  const lists: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/v1/blog/bulk")) lists.push(request.url());
  });
  await signIn(page, ada, "/posts");
  await expect(page.getByRole("link", { name: "The needle", exact: true })).toBeVisible();
  await page.getByRole("tab", { name: "Published" }).click();
  await expect(page.getByRole("listitem")).toHaveCount(50);
  await page.getByRole("button", { name: "Load more" }).click();
  await expect(page.getByRole("listitem")).toHaveCount(100);
  const asked = lists.map((list) => {
    const query = new URL(list).searchParams;
    return [query.get("published"), query.has("cursor")];
  });
  expect(asked).toEqual([
    ["false", false],
    ["true", false],
    ["true", true],
  ]);
});

test("one's own posts are drafts and published ones, and can be deleted after a question", async ({ page, ada }) => {
  await ada.draft("A draft");
  const id = await ada.publish("A public post");
  await signIn(page, ada, "/posts");
  await expect(page.getByRole("link", { name: "A draft", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "A public post", exact: true })).toBeHidden();
  await page.getByRole("tab", { name: "Published" }).click();
  await expect(page.getByRole("link", { name: "A public post", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "A draft", exact: true })).toBeHidden();

  const question = page.getByRole("dialog", { name: "Delete “A public post”?" });
  await page.getByRole("button", { name: "Delete “A public post”" }).click();
  await question.getByRole("button", { name: "Keep it" }).click();
  await expect(question).toBeHidden();
  expect(await ada.read(id)).toMatchObject({ title: "A public post" });
  await page.getByRole("button", { name: "Delete “A public post”" }).click();
  await question.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("You haven’t published anything yet.")).toBeVisible();
  await expect(heading(page, "Your posts")).toBeFocused();
  await expect(ada.read(id)).rejects.toMatchObject({ status: 404 });
});

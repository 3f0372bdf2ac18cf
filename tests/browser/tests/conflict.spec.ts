import { status } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { Editor, heading, offline } from "../src/site.ts";

const before = "First paragraph.\n\nSecond paragraph.\n\nThird paragraph.";
const elsewhere = "First paragraph, changed elsewhere.\n\nSecond paragraph.\n\nThird paragraph.";
const here = "First paragraph.\n\nSecond paragraph.\n\nThird paragraph, changed here.";

test.describe("a draft that was changed elsewhere while one wrote", () => {
  test.beforeEach(({ faults }) => faults.expect(status(412, "/blog")));

  test("is shown with what changed, and is not overwritten", async ({ page, ada }) => {
    const id = await ada.draft("Shared", before);
    const editor = await Editor.open(page, id, ada);
    await ada.change(id, { content: elsewhere });
    await editor.text.fill(here);
    await expect(editor.conflict).toBeVisible();
    await expect(editor.conflict.getByRole("insertion").filter({ hasText: "changed elsewhere" })).toBeVisible();
    await editor.conflict.getByText("What you changed").click();
    await expect(editor.conflict.getByRole("insertion").filter({ hasText: "changed here" })).toBeVisible();

    await page.keyboard.press("Escape");
    await expect(editor.conflict).toBeHidden();
    await editor.says("Changed elsewhere");
    await editor.text.fill(`${here} And on.`);
    await expect(editor.publish).toBeDisabled();
    await page.getByRole("button", { name: "See what changed" }).click();
    await expect(editor.conflict).toBeVisible();
    expect(await ada.read(id)).toMatchObject({ content: elsewhere, published: false });
    await page.reload();
    // What one wrote is still there.
    await editor.reads(`${here} And on.`);
    await expect(editor.conflict).toBeVisible();
  });

  test("is shown once the writer pauses, and takes no letter of what is typed", async ({ page, ada }) => {
    const id = await ada.draft("Shared", before);
    const editor = await Editor.open(page, id, ada);
    await ada.change(id, { content: elsewhere });
    await editor.text.press("ControlOrMeta+End");
    await page.keyboard.type(" One.");
    await editor.says("Changed elsewhere");
    const typed = " And on, and on, and on.";
    await page.keyboard.type(typed, { delay: 80 });
    await expect(editor.conflict).toBeHidden();
    await editor.reads(`${before} One.${typed}`);
    await expect(editor.conflict).toBeVisible();
  });

  test("can be merged", async ({ page, ada }) => {
    const id = await ada.draft("Shared", before);
    const editor = await Editor.open(page, id, ada);
    await ada.change(id, { content: elsewhere });
    await editor.text.fill(here);
    await editor.conflict.getByRole("button", { name: "Merge both" }).click();
    const both = "First paragraph, changed elsewhere.\n\nSecond paragraph.\n\nThird paragraph, changed here.";
    await editor.reads(both);
    await editor.says("Saved");
    expect(await ada.read(id)).toMatchObject({ title: "Shared", content: both });
    expect(await ada.posts()).toHaveLength(1);
  });

  test("can be merged where both changed the same place, which is marked", async ({ page, ada }) => {
    const id = await ada.draft("Shared", "One line.");
    const editor = await Editor.open(page, id, ada);
    await ada.change(id, { title: "Shared by others", content: "One line of theirs." });
    await editor.fill("Shared by me", "One line of mine.");
    await editor.conflict.getByRole("button", { name: "Merge both" }).click();
    await editor.reads(
      "<<<<<<< Yours\nOne line of mine.\n=======\nOne line of theirs.\n>>>>>>> From elsewhere",
    );
    await editor.publish.click();
    await editor.says("Not published yet");
    await expect(page.getByText(/^Some places are still marked/)).toHaveCount(1);
    await expect(editor.text).toBeFocused();
    expect(await ada.read(id)).toMatchObject({ published: false });
    await page.getByRole("button", { name: "Use the other title" }).click();
    await editor.text.fill("One line of ours.");
    await editor.publishNow();
    await editor.viewPost();
    await expect(heading(page, "Shared by others")).toBeVisible();
    expect(await ada.read(id)).toMatchObject({ content: "One line of ours.", published: true });
  });

  test("can be left as it is there, with one's own text in a new draft", async ({ page, ada }) => {
    const id = await ada.draft("Shared", before);
    const editor = await Editor.open(page, id, ada);
    await ada.change(id, { content: elsewhere });
    await editor.text.fill(here);
    await editor.conflict.getByRole("button", { name: "Keep mine as a new draft" }).click();
    await editor.says("Saved");
    await expect.poll(async () => (await ada.posts()).length).toBe(2);
    await expect(page).not.toHaveURL(`/edit/${id}`);
    expect(await ada.read(id)).toMatchObject({ content: elsewhere });
    expect(await ada.read(await editor.id())).toMatchObject({ title: "Shared", content: here, published: false });
    await editor.reads(here);
  });

  test("can be taken as it is there", async ({ page, ada }) => {
    const id = await ada.draft("Shared", before);
    const editor = await Editor.open(page, id, ada);
    await ada.change(id, { content: elsewhere });
    await editor.text.fill(here);
    await editor.conflict.getByRole("button", { name: "Use the other version" }).click();
    await editor.reads(elsewhere);
    await editor.says("Saved");
    expect(await ada.read(id)).toMatchObject({ content: elsewhere });
    expect(await ada.posts()).toHaveLength(1);
  });

  test("is not published in its place", async ({ page, ada }) => {
    const id = await ada.publish("Shared", before);
    const editor = await Editor.open(page, id, ada);
    await ada.change(id, { content: elsewhere });
    await editor.text.fill(here);
    await editor.update.click();
    await expect(editor.conflict).toBeVisible();
    expect(await ada.read(id)).toMatchObject({ content: elsewhere });
  });
});

test("a post that was deleted elsewhere can be kept as a new draft", async ({ page, ada, faults }) => {
  faults.expect(status(404, "/blog"));
  const id = await ada.draft("Doomed", before);
  const editor = await Editor.open(page, id, ada);
  await ada.api.deletePost(id);
  await editor.text.fill(here);
  await editor.says(/^Deleted elsewhere/);
  await page.getByRole("button", { name: "Save it as a new draft" }).click();
  await editor.says("Saved");
  expect(await ada.posts()).toMatchObject([{ title: "Doomed", content: here }]);
});

test.describe("two tabs on one post", () => {
  test("know of each other, and of what the other one saves", async ({ page, ada, context }) => {
    const id = await ada.draft("Twice", "Once.");
    const one = await Editor.open(page, id, ada);
    const other = await Editor.open(await context.newPage(), id);
    const note = "This post is also open in another tab.";
    await expect(one.page.getByText(note)).toBeVisible();
    await expect(other.page.getByText(note)).toBeVisible();
    await one.text.fill("Once more.");
    await one.says("Saved");
    await other.reads("Once more.");
    await other.text.fill("Once more, with feeling.");
    await other.says("Saved");
    await one.reads("Once more, with feeling.");
    expect(await ada.read(id)).toMatchObject({ content: "Once more, with feeling." });
    await other.page.close({ runBeforeUnload: true });
    await expect(one.page.getByText(note)).toBeHidden();
  });

  test("do not write over each other", async ({ page, ada, context }) => {
    const id = await ada.publish("Twice", before);
    const one = await Editor.open(page, id, ada);
    const other = await Editor.open(await context.newPage(), id);
    await one.text.fill(here);
    await other.text.fill(elsewhere);
    await one.update.click();
    await expect(heading(one.page, "Twice")).toBeVisible();
    await expect(other.conflict).toBeVisible();
    expect(await ada.read(id)).toMatchObject({ content: here });
    await other.reads(elsewhere);
  });

  test("can each begin a new post", async ({ page, ada, context }) => {
    const one = await Editor.write(page, ada);
    const other = await Editor.write(await context.newPage());
    await one.fill("One", "Of the first tab.");
    await other.fill("Other", "Of the second tab.");
    await one.says("Saved");
    await other.says("Saved");
    await one.reads("Of the first tab.");
    expect((await ada.posts()).map(({ title }) => title).sort()).toEqual(["One", "Other"]);
  });
});

test("two tabs do not write over each other where the browser has no locks", async ({ page, ada, context, faults }) => {
  faults.expect(/ERR_FAILED/);
  await context.route("**/draft", (route) => route.abort());
  // As on an address of a local network, without a certificate.
  await context.addInitScript(() => Object.defineProperty(navigator, "locks", { value: undefined }));
  const id = await ada.publish("Twice", "Once.");
  const one = await Editor.open(page, id, ada);
  await one.text.fill("Written in the first tab.");
  await one.says(offline);
  const other = await Editor.open(await context.newPage(), id);
  await other.reads("Once.");
  await other.text.fill("Written in the second tab.");
  await other.says(offline);
  await other.page.close();
  await one.page.reload();
  await one.reads(/^Written in the (?:first|second) tab\.$/);
  const found = [await one.value()];
  const third = await Editor.open(await context.newPage(), id);
  await third.reads(/second|first/);
  found.push(await third.value());
  expect(found.sort()).toEqual(["Written in the first tab.", "Written in the second tab."]);
});

test.describe("a post is published once", () => {
  test("when the button is pressed twice", async ({ page, ada }) => {
    const editor = await Editor.write(page, ada);
    await editor.fill("Only once", "However often one asks.");
    await editor.publish.click();
    await editor.sheet.getByRole("button", { name: "Publish", exact: true }).dblclick();
    await editor.viewPost();
    await expect(heading(page, "Only once")).toBeVisible();
    expect(await ada.posts()).toMatchObject([{ title: "Only once", published: true }]);
  });

  test("when the answer is lost on its way", async ({ page, ada, faults }) => {
    faults.expect(/ERR_FAILED/);
    let lost = 0;
    await page.route("**/api/v1/blog", async (route) => {
      if (route.request().method() !== "POST" || lost > 0) {
        await route.continue();
        return;
      }
      lost += 1;
      const answer = await route.fetch();
      expect(answer.status(), "the server has done it").toBe(201);
      await route.abort();
    });
    const editor = await Editor.write(page, ada);
    await editor.fill("Lost and found", "It was there all along.");
    await editor.publishNow();
    await editor.viewPost();
    await expect(heading(page, "Lost and found")).toBeVisible();
    expect(lost).toBe(1);
    expect(await ada.posts()).toMatchObject([{ title: "Lost and found", published: true }]);
  });

  test("when the answer to an update is lost on its way", async ({ page, ada, faults }) => {
    faults.expect(/ERR_FAILED/);
    const id = await ada.publish("A post", "First version.");
    let lost = 0;
    await page.route("**/api/v1/blog", async (route) => {
      if (lost > 0) {
        await route.continue();
        return;
      }
      lost += 1;
      expect((await route.fetch()).status(), "the server has done it").toBe(200);
      await route.abort();
    });
    const editor = await Editor.open(page, id, ada);
    await editor.text.fill("Second version.");
    await editor.update.click();
    await expect(heading(page, "A post")).toBeVisible();
    await expect(page.getByRole("article").getByText("Second version.")).toBeVisible();
    expect(await ada.read(id)).toMatchObject({ content: "Second version.", published: true });
  });
});

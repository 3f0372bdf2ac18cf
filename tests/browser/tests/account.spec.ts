import { readFile } from "node:fs/promises";

import { Client } from "@connectly/common";

import { expectAccessible } from "../src/accessibility.ts";
import { type Actor, password } from "../src/actor.ts";
import { endSessions } from "../src/database.ts";
import { urls } from "../src/environment.ts";
import { status } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { breakDown } from "../src/outage.ts";
import { picture } from "../src/pictures.ts";
import { Editor, fillSignIn, heading, offline, signIn } from "../src/site.ts";

const another = "another horse, another staple";

/** Signs in again, as from another device. */
async function elsewhere(actor: Actor): Promise<Client> {
  const { jwt } = await new Client({ baseUrl: urls.usual }).signIn({ email: actor.email, password });
  return new Client({ baseUrl: urls.usual, token: jwt });
}

test.describe("the name", () => {
  test("is changed, and stands beside one's posts", async ({ page, ada }) => {
    const id = await ada.publish("By whom");
    await signIn(page, ada, "/account");
    const name = page.getByLabel("Name");
    await expect(name).toHaveValue("Ada");
    await name.fill("  Ada Lovelace ");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("status").filter({ hasText: "Your profile has been saved." })).toBeVisible();
    await expect(name).toHaveValue("Ada Lovelace");
    await page.goto(`/blog/${id}`);
    // Above the post, and in the card of its author below.
    await expect(page.getByRole("link", { name: "Ada Lovelace", exact: true })).toHaveCount(2);
  });

  test("can be taken away", async ({ page, ada }) => {
    await signIn(page, ada, "/account");
    await page.getByLabel("Name").fill("");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Your profile has been saved.")).toBeVisible();
    expect((await ada.api.readMe()).user.name).toBeNull();
  });

  test("that is too long is said at its field", async ({ page, ada }) => {
    await signIn(page, ada, "/account");
    const name = page.getByLabel("Name");
    await name.fill("x".repeat(81));
    await name.press("Enter");
    await expect(name).toHaveAccessibleDescription(/Name must have 1 to 80 characters\./);
    await expect(name).toBeFocused();
  });
});

test.describe("the profile", () => {
  test("is what readers see, and a former handle still leads there", async ({ page, ada }) => {
    const former = ada.user.handle;
    const handle = `loom_${Date.now().toString(36)}`;
    await signIn(page, ada, "/account");
    await page.getByLabel("Handle").fill(` ${handle.toUpperCase()}`);
    await page.getByLabel("Bio").fill("Writes about looms.\nAnd engines.");
    await page.getByLabel("Links").fill("https://example.com/ada\n\nhttps://example.org/");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Your profile has been saved.")).toBeVisible();
    await expect(page.getByLabel("Handle")).toHaveValue(handle);
    const { author } = await ada.api.readAuthor(former);
    expect(author).toMatchObject({
      handle,
      bio: "Writes about looms.\nAnd engines.",
      links: ["https://example.com/ada", "https://example.org/"],
    });
    await page.getByRole("link", { name: "View your public page" }).click();
    await expect(page).toHaveURL(`/@${handle}`);
    await expect(page.getByText("Writes about looms.")).toBeVisible();
  });

  test("has its faults said at the fields", async ({ page, ada, bob, faults }) => {
    faults.expect(status(400, "/user/me"), status(409, "/user/me"));
    await signIn(page, ada, "/account");
    const save = page.getByRole("button", { name: "Save" });
    const handle = page.getByLabel("Handle");
    for (const [bad, words] of [
      ["a", /Handle must have 2 to 30 characters/],
      ["admin", /reserved|can’t be used|cannot/i],
      [bob.user.handle, /Someone else has this handle/],
    ] as const) {
      await handle.fill(bad);
      await save.click();
      await expect(handle).toHaveAccessibleDescription(words);
      await expect(handle).toBeFocused();
    }
    await handle.fill(ada.user.handle);
    const links = page.getByLabel("Links");
    await links.fill("http://example.com/");
    await save.click();
    await expect(links).toHaveAccessibleDescription(/https:\/\//);
    await expect(links).toHaveAttribute("aria-invalid", "true");
    await page.getByLabel("Bio").fill("x".repeat(301));
    await save.click();
    await expect(page.getByLabel("Bio")).toHaveAccessibleDescription(/Bio must have 1 to 300 characters/);
    expect((await ada.api.readMe()).user).toMatchObject({ handle: ada.user.handle, links: [], bio: null });
  });

  test("has a picture, which can be removed", async ({ page, ada, faults }) => {
    faults.expect(status(415, "/media"));
    await signIn(page, ada, "/account");
    const choose = async (name: string, buffer: Buffer) => {
      const [chooser] = await Promise.all([
        page.waitForEvent("filechooser"),
        page.getByRole("button", { name: /^(?:Add a|Change) picture$/ }).click(),
      ]);
      await chooser.setFiles([{ name, mimeType: "image/png", buffer }]);
    };
    await choose("notes.png", Buffer.from("Not a picture."));
    await expect(page.getByRole("alert").filter({ hasText: "isn’t a picture that can be shown" })).toBeVisible();
    await choose("me.png", picture(300, 300));
    await expect(page.getByText("Your picture has been saved.")).toBeVisible();
    await expect(page.getByRole("img", { name: "You, as readers see you" })).toBeVisible();
    expect((await ada.api.readMe()).user.picture).toMatch(/\/300x300\./);
    await page.getByRole("button", { name: "Remove picture" }).click();
    await expect(page.getByText("Your picture has been removed.")).toBeVisible();
    expect((await ada.api.readMe()).user.picture).toBeNull();
  });
});

test.describe("the password", () => {
  test("is changed, which ends all other sessions and not this one", async ({ page, ada, faults }) => {
    faults.expect(status(401, "/user/signin"));
    await signIn(page, ada, "/account");
    await page.getByLabel("Current password", { exact: true }).fill(password);
    await page.getByLabel("New password", { exact: true }).fill(another);
    await page.getByRole("button", { name: "Change password" }).click();
    await expect(
      page.getByText("Your password has been changed, and you’re signed out everywhere else."),
    ).toBeVisible();
    await expect(page.getByLabel("New password", { exact: true })).toHaveValue("");
    await expect(page.getByText("You aren’t signed in anywhere else.")).toBeVisible();
    await expect(ada.api.readMe()).rejects.toMatchObject({ status: 401 });
    await page.getByRole("button", { name: "Sign out" }).click();
    await fillSignIn(page, ada);
    await expect(page.getByText("Wrong e-mail address or password.")).toBeVisible();
    await fillSignIn(page, { email: ada.email, password: another });
    await expect(heading(page, "Latest posts")).toBeVisible();
  });

  test("is checked before it is sent, and by the server", async ({ page, ada, faults }) => {
    await signIn(page, ada, "/account");
    const current = page.getByLabel("Current password", { exact: true });
    const next = page.getByLabel("New password", { exact: true });
    const change = page.getByRole("button", { name: "Change password" });
    await next.fill("short");
    await change.click();
    await expect(current).toHaveAccessibleDescription("Current password is required.");
    await expect(current).toBeFocused();
    await expect(next).toHaveAccessibleDescription(/New password must have 8 to 128 characters\./);

    faults.expect(status(400, "/user/password"), status(403, "/user/password"));
    await current.fill(password);
    await next.fill("password1");
    await change.click();
    await expect(next).toHaveAccessibleDescription(/New password .*common/);
    await expect(next).toBeFocused();

    await current.fill("not this one");
    await next.fill(another);
    await change.click();
    await expect(current).toHaveAccessibleDescription("That isn’t your password.");
    await expect(current).toBeFocused();
    await expect(next, "what was typed stays").toHaveValue(another);
  });
});

test.describe("sessions", () => {
  test("are listed, this one first, and one can be ended", async ({ page, ada }) => {
    await signIn(page, ada, "/account");
    const list = page.getByRole("region", { name: "Where you’re signed in" });
    const rows = list.getByRole("listitem");
    await expect(rows).toHaveCount(2);
    await expect(rows.first()).toContainText(/Chrome on Linux.*This device.*Signed in just now.*last used/);
    await expect(rows.first().getByRole("button")).toHaveCount(0);
    await rows.last().getByRole("button", { name: /^End the session on/ }).click();
    await expect(rows).toHaveCount(1);
    await expect(list.getByRole("status")).toHaveText(/^The session on .* has ended\.$/);
    await expect(list.getByRole("heading")).toBeFocused();
    await expect(ada.api.readMe()).rejects.toMatchObject({ status: 401 });
  });

  test("can be ended all at once, but for this one", async ({ page, ada }) => {
    const others = [ada.api, await elsewhere(ada), await elsewhere(ada)];
    await signIn(page, ada, "/account");
    await page.getByRole("button", { name: "End all other sessions" }).click();
    await expect(page.getByText("You aren’t signed in anywhere else.")).toBeVisible();
    for (const other of others) await expect(other.readMe()).rejects.toMatchObject({ status: 401 });
    await page.reload();
    await expect(heading(page, "Account")).toBeVisible();
  });

  test("one that has ended meanwhile is as good as ended", async ({ page, ada, faults }) => {
    faults.expect(status(404, "/user/sessions"));
    await signIn(page, ada, "/account");
    const end = page.getByRole("button", { name: /^End the session on/ });
    await expect(end).toBeVisible();
    await ada.api.signOut();
    await end.click();
    await expect(page.getByText("You aren’t signed in anywhere else.")).toBeVisible();
  });

  test("without one the page leads to signing in, and back", async ({ page, ada, faults }) => {
    faults.expect(status(401));
    await signIn(page, ada, "/account");
    await expect(page.getByText("This device", { exact: true })).toBeVisible();
    await endSessions(ada);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(heading(page, "Sign in")).toBeVisible();
    await fillSignIn(page, ada);
    await expect(heading(page, "Account")).toBeVisible();
  });
});

test.describe("the account is deleted", () => {
  for (const [choice, left] of [
    ["Delete them", 0],
    ["Keep them", 1],
  ] as const) {
    test(`with its password and a choice: ${choice}`, async ({ page, ada, bob, faults }) => {
      const post = await ada.publish("Published");
      await signIn(page, ada, "/account");
      await page.evaluate((user) => {
        const text = { title: "Unsaved", content: "Of mine." };
        const draft = { text, base: null, doubts: [], keptAt: 1 };
        localStorage.setItem(`connectly.draft.${user}.new.0`, JSON.stringify(draft));
        localStorage.setItem("connectly.draft.somebody-else.new.0", JSON.stringify(draft));
      }, ada.user.id);
      await page.getByRole("button", { name: "Delete account…" }).click();
      const dialog = page.getByRole("dialog", { name: "Delete your account?" });
      const confirm = dialog.getByRole("button", { name: "Delete for good" });
      await confirm.click();
      await expect(dialog.getByRole("radiogroup")).toHaveAccessibleDescription("Please choose one.");
      await expect(dialog.getByRole("radio").first()).toBeFocused();
      await expect(dialog.getByLabel("Your password")).toHaveAccessibleDescription("Password is required.");

      faults.expect(status(403, "/user/delete"));
      await dialog.getByRole("radio", { name: choice }).check();
      await dialog.getByLabel("Your password").fill("not this one");
      await confirm.click();
      await expect(dialog.getByLabel("Your password")).toHaveAccessibleDescription("That isn’t your password.");

      await dialog.getByLabel("Your password").fill(password);
      await confirm.click();
      await expect(heading(page, "Sign in")).toBeVisible();
      await expect(page.getByText("Your account has been deleted")).toBeVisible();
      await expect(page).toHaveURL("/signin");
      const kept = await page.evaluate(() => JSON.stringify(localStorage));
      expect(kept).not.toContain(ada.email);
      expect(kept).not.toContain(`connectly.draft.${ada.user.id}`);
      expect(kept, "what others wrote is theirs").toContain("somebody-else");

      const { posts } = await bob.api.listPosts({ author: ada.user.id });
      expect(posts).toHaveLength(left);
      for (const { id, author } of posts) {
        expect({ id, name: author.name }).toEqual({ id: post, name: "Deleted author" });
      }
      await page.goto("/account");
      await expect(heading(page, "Sign in")).toBeVisible();
    });
  }

  test("and an editor in another tab does not keep its text", async ({ page, ada, context, faults }) => {
    faults.expect(/ERR_FAILED/);
    const id = await ada.publish("Open elsewhere");
    await signIn(page, ada, "/account");
    await context.route("**/draft", (route) => route.abort());
    const editor = await Editor.open(await context.newPage(), id);
    await editor.text.fill("Changed, and not published.");
    await editor.says(offline);
    await page.getByRole("button", { name: "Delete account…" }).click();
    await page.getByRole("radio", { name: "Delete them" }).check();
    await page.getByLabel("Your password").fill(password);
    await page.getByRole("button", { name: "Delete for good" }).click();
    await expect(heading(page, "Sign in")).toBeVisible();
    await expect(heading(editor.page, "Sign in")).toBeVisible();
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("not published");
  });

  test("or not, when one thinks better of it", async ({ page, ada }) => {
    await signIn(page, ada, "/account");
    const open = page.getByRole("button", { name: "Delete account…" });
    await open.click();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(open).toBeFocused();
    expect((await ada.api.readMe()).user.id).toBe(ada.user.id);
  });
});

test("everything of one's own can be taken along", async ({ page, ada }) => {
  await ada.publish("Published");
  await ada.draft("A draft");
  await signIn(page, ada, "/account");
  for (const [link, name] of [
    ["JSON, for programs", /^connectly-.*\.json$/],
    ["Archive, with each post as a Markdown file", /^connectly-.*\.zip$/],
  ] as const) {
    const coming = page.waitForEvent("download");
    await page.getByRole("link", { name: link }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toMatch(name);
    const content = await readFile(await download.path(), "latin1");
    for (const part of [ada.email, "Published", "A draft"]) expect(content).toContain(part);
  }
});

test("text that stays after signing out is told, and can be deleted", async ({ page, ada, faults }) => {
  faults.expect(/ERR_FAILED/);
  const id = await ada.publish("On paper");
  const editor = await Editor.open(page, id, ada);
  await page.route("**/draft", (route) => route.abort());
  await editor.text.fill("Between the lines.");
  await editor.says(offline);
  await page.getByRole("link", { name: "Account", exact: true }).click();
  const notice = page.getByText("This device has a text of yours that isn’t saved on the server.");
  await expect(notice).toBeVisible();
  await page.getByRole("button", { name: "Delete from this device" }).click();
  const question = page.getByRole("dialog");
  await question.getByRole("button", { name: "Keep it" }).click();
  await expect(notice).toBeVisible();
  await page.getByRole("button", { name: "Delete from this device" }).click();
  await question.getByRole("button", { name: "Delete" }).click();
  await expect(notice).toBeHidden();
  await expect(page.getByText("This device no longer has any text of yours.")).toBeVisible();
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("Between the lines.");
  expect((await ada.read(id)).content).toBe("Content of On paper.");
});

test("everybody can use the forms, with faults, and the question", async ({ page, ada }) => {
  test.slow();
  await elsewhere(ada);
  await elsewhere(ada);
  await signIn(page, ada, "/account");
  await expect(page.getByRole("button", { name: "End all other sessions" })).toBeVisible();
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Current password is required.")).toBeVisible();
  await expectAccessible(page, "the account, with faults");
  await page.getByRole("button", { name: "Delete account…" }).click();
  await page.getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByText("Please choose one.")).toBeVisible();
  await expectAccessible(page, "the question");
});

test("an outage is said in each section, and signs nobody out", async ({ page, ada, faults }) => {
  faults.expect(status(503));
  await signIn(page, ada, "/account");
  await expect(page.getByText("This device", { exact: true })).toBeVisible();
  await breakDown(page);
  const pause = "Connectly is temporarily unavailable";
  await page.getByRole("button", { name: "Save" }).click();
  const who = page.getByRole("region", { name: "Profile" });
  await expect(who.getByRole("alert")).toContainText(pause);
  await page.getByRole("button", { name: /^End the session on/ }).click();
  const sessions = page.getByRole("region", { name: "Where you’re signed in" });
  await expect(sessions.getByRole("alert").last()).toContainText(`The session couldn’t be ended. ${pause}.`);
  await page.getByRole("button", { name: "Delete account…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "Delete them" }).check();
  await dialog.getByLabel("Your password").fill(password);
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Your account may or may not have been deleted. Try again to find out.");
  expect((await ada.api.readMe()).user.id).toBe(ada.user.id);
});

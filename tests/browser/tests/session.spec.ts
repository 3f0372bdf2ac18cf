import { Client } from "@connectly/common";

import { password } from "../src/actor.ts";
import { endSessions } from "../src/database.ts";
import { urls } from "../src/environment.ts";
import { status } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { accountLink, Editor, fillSignIn, heading, signIn } from "../src/site.ts";

for (const [what, path, name] of [
  ["a post", "/blog/:id", "A deep one"],
  ["one's own posts", "/posts?show=published", "Your posts"],
  ["the account", "/account", "Account"],
  ["the posts of an author", "/@:author", "Ada"],
] as const) {
  test(`a link to ${what} leads there after signing in`, async ({ page, ada }) => {
    const id = await ada.publish("A deep one");
    const link = path.replace(":id", id).replace(":author", ada.user.handle);
    await page.goto(link);
    await expect(heading(page, "Sign in")).toBeVisible();
    await fillSignIn(page, ada);
    await expect(heading(page, name)).toBeVisible();
    await expect(page).toHaveURL(link);
  });
}

test("a link leads there after signing up, too", async ({ page, ada }) => {
  const id = await ada.publish("For newcomers");
  await page.goto(`/blog/${id}`);
  await page.getByRole("link", { name: "Create an account" }).click();
  await expect(heading(page, "Create an account")).toBeVisible();
  await page.getByLabel("E-mail").fill(`newcomer-${ada.email}`);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(heading(page, "For newcomers")).toBeVisible();
});

test("after signing in one never comes to another origin", async ({ page, ada, baseURL }) => {
  const visited: string[] = [];
  page.on("framenavigated", (frame) => visited.push(frame.url()));
  const elsewhere = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "/\t/evil.example/",
    "/..//evil.example/",
    "javascript:document.title='evil'",
    "data:text/html,evil",
    "signin",
  ];
  await page.goto(`/signin?next=${encodeURIComponent(elsewhere[0] ?? "")}`);
  await fillSignIn(page, ada);
  await expect(heading(page, "Latest posts")).toBeVisible();
  for (const next of elsewhere) {
    await page.goto(`/signin?next=${encodeURIComponent(next)}`);
    await expect(heading(page, /Latest posts|There’s nothing here/)).toBeVisible();
  }
  expect(visited.filter((url) => new URL(url).origin !== baseURL)).toEqual([]);
});

test("an expired session brings one back to where one was, with the text", async ({ page, ada, faults }) => {
  faults.expect(status(401, "/blog"));
  const id = await ada.draft("Half written", "Up to here.");
  const other = new Client({ baseUrl: urls.usual });
  const editor = await Editor.open(page, id, ada);
  await endSessions(ada);
  await editor.text.fill("Up to here. And further.");
  await expect(heading(page, "Sign in")).toBeVisible();
  await expect(page.getByText("Your session has ended.")).toBeVisible();
  await fillSignIn(page, ada);
  await expect(page).toHaveURL(`/edit/${id}`);
  await editor.reads("Up to here. And further.");
  await editor.says("Saved");
  const { jwt } = await other.signIn({ email: ada.email, password });
  const { post } = await new Client({ baseUrl: urls.usual, token: jwt }).readPost(id);
  expect(post).toMatchObject({ content: "Up to here. And further.", published: false });
});

test("an expired session is noticed while one reads, too", async ({ page, ada, faults }) => {
  faults.expect(status(401));
  await Editor.write(page, ada);
  await endSessions(ada);
  await page.goto("/posts");
  await expect(heading(page, "Sign in")).toBeVisible();
  await fillSignIn(page, ada);
  await expect(heading(page, "Your posts")).toBeVisible();
});

test("a text that the browser does not keep stays on its page when the session ends", async ({
  page,
  ada,
  context,
  faults,
}) => {
  faults.expect(status(401, "/blog"));
  // Storage is full, except for small values.
  await page.addInitScript(() => {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is given its storage below
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (key: string, value: string) {
      if (key.startsWith("connectly.draft.")) throw new DOMException("full", "QuotaExceededError");
      setItem.call(this, key, value);
    };
  });
  const id = await ada.draft("Nowhere else", "Saved.");
  const editor = await Editor.open(page, id, ada);
  await context.clearCookies();
  await editor.text.fill("Saved. And on this page alone.");
  await expect(page.getByText(/^You’re signed out, and this browser can’t keep your text/)).toBeVisible();
  await expect(page).toHaveURL(`/edit/${id}`);
  await editor.text.fill("Saved. And on this page alone, still.");

  await signIn(await context.newPage(), ada);
  await editor.says("Saved");
  await expect(page.getByText(/^You’re signed out/)).toBeHidden();
  expect((await ada.read(id)).content).toBe("Saved. And on this page alone, still.");
});

test("a text that the browser does not keep goes on without the other tab's word, too", async ({
  page,
  ada,
  openBrowser,
  context,
  faults,
}) => {
  faults.expect(status(401, "/blog"), status(401, "/user/me"));
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await signIn(page, ada);
  await page.getByRole("link", { name: "Write" }).click();
  const editor = new Editor(page);
  await context.clearCookies();
  await editor.fill("Nowhere else", "On this page alone.");
  const goOn = page.getByRole("button", { name: "Continue" });
  await goOn.click();
  await expect(page.getByText(/You aren’t signed in yet/)).toBeVisible();
  const other = await openBrowser();
  await signIn(other, ada);
  await context.addCookies(await other.context().cookies());
  await goOn.click();
  await editor.says("Saved");
  expect(await ada.posts()).toMatchObject([{ title: "Nowhere else", content: "On this page alone." }]);
});

test("somebody else who signs in finds nothing of who was there before", async ({ page, ada, bob, faults }) => {
  faults.expect(status(401));
  const editor = await Editor.write(page, ada);
  await editor.title.fill("Ada's own thoughts");
  await endSessions(ada);
  await editor.text.fill("Nobody else's.");
  await expect(heading(page, "Sign in")).toBeVisible();
  await fillSignIn(page, bob);
  await expect(editor.title).toHaveValue("");
  await editor.reads("");
  expect(await bob.posts()).toEqual([]);
});

test("signing out in one tab signs out the other", async ({ page, ada, context }) => {
  await signIn(page, ada);
  const other = await context.newPage();
  await other.goto("/account");
  await other.getByRole("link", { name: "Your posts" }).click();
  await expect(heading(other, "Your posts")).toBeVisible();
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(heading(page, "Sign in")).toBeVisible();
  await expect(heading(other, "Sign in")).toBeVisible();
  await other.goBack();
  await expect(heading(other, "Sign in"), "what was open before is closed").toBeVisible();
});

test("signing in in one tab signs in the other", async ({ page, ada, context }) => {
  const other = await context.newPage();
  await other.goto("/posts");
  await expect(heading(other, "Sign in")).toBeVisible();
  await signIn(page, ada);
  await expect(heading(other, "Your posts")).toBeVisible();
});

test("no script can read the session", async ({ page, ada, context }) => {
  const editor = await Editor.write(page, ada);
  await editor.fill("A secret", "Not this one.");
  await editor.says("Saved");
  const [cookie, ...others] = await context.cookies();
  expect(others).toEqual([]);
  expect(cookie).toMatchObject({ name: "session", httpOnly: true, sameSite: "Strict", path: "/" });
  const readable = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const stores = databases.map(async ({ name = "" }) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(name));
      });
      const rows = [...database.objectStoreNames].map(
        (store) =>
          new Promise((resolve, reject) => {
            const request = database.transaction(store).objectStore(store).getAll();
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(new Error(store));
          }),
      );
      return Promise.all(rows);
    });
    const caches = (await window.caches.keys()).length;
    return JSON.stringify([
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      document.cookie,
      window.name,
      window.history.state,
      await Promise.all(stores),
      caches,
    ]);
  });
  expect(readable, "what is looked at has something in it").toContain(ada.email);
  expect(readable).not.toContain(cookie?.value);
  // The beginning of every JWT.
  expect(readable).not.toContain("eyJ");
  expect(await page.content()).not.toContain("eyJ");
});

test.describe("a cookie that makes no sense", () => {
  for (const [what, value] of [
    ["no token at all", "nonsense"],
    ["the parts of a token", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA"],
    ["odd characters", "%00%ff%22=="],
    ["far too much", "x".repeat(4_000)],
  ] as const) {
    test(`leads to the sign-in page, and is replaced there: ${what}`, async ({ page, ada, context, faults, baseURL }) => {
      faults.expect(status(401));
      // A page that sends no more requests.
      await Editor.write(page, ada);
      await context.addCookies([{ name: "session", value, url: baseURL ?? "", httpOnly: true, sameSite: "Strict" }]);
      await page.goto("/posts");
      await expect(heading(page, "Sign in")).toBeVisible();
      await fillSignIn(page, ada);
      await expect(heading(page, "Your posts")).toBeVisible();
    });
  }

  test("is no obstacle to whoever is new", async ({ page, ada, context, baseURL }) => {
    await context.addCookies([{ name: "session", value: "nonsense", url: baseURL ?? "" }]);
    await page.goto("/");
    await expect(heading(page, "Sign in")).toBeVisible();
    await fillSignIn(page, ada);
    await expect(accountLink(page)).toBeVisible();
  });
});

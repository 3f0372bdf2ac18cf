import { readFile } from "node:fs/promises";

import type { BrowserContext, Page } from "@playwright/test";
import ts from "typescript";

import { urls } from "../src/environment.ts";
import { noAnswer, status } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { Proxy } from "../src/proxy.ts";
import { accountLink, Editor, fillSignIn, heading, isKept, offline, signIn } from "../src/site.ts";

/** The address and text of everything in the caches. */
async function caches(page: Page): Promise<{ path: string; text: string }[]> {
  return page.evaluate(async () => {
    const found: { path: string; text: string }[] = [];
    for (const name of await window.caches.keys()) {
      const cache = await window.caches.open(name);
      for (const request of await cache.keys()) {
        const text = (await (await cache.match(request, { ignoreVary: true }))?.text()) ?? "";
        const { pathname, search } = new URL(request.url);
        found.push({ path: pathname + search, text });
      }
    }
    return found;
  });
}

/** How many service workers and caches there are. */
async function left(page: Page): Promise<[number, number]> {
  return page.evaluate(async () => [
    (await navigator.serviceWorker.getRegistrations()).length,
    (await window.caches.keys()).length,
  ]);
}

test.describe("without a network", () => {
  test("Write opens although it was never opened before, and keeps what is written", async ({
    page,
    ada,
    context,
    faults,
  }) => {
    faults.expect(noAnswer);
    await signIn(page, ada);
    await isKept(page);
    await context.setOffline(true);
    await page.getByRole("link", { name: "Write", exact: true }).click();
    const editor = new Editor(page);
    await editor.fill("In the tunnel", "Some *words* &copy; 2026.");
    await editor.says(offline);
    await editor.togglePreview();
    await expect(editor.preview.getByRole("emphasis")).toHaveText("words");
    await expect(editor.preview).toContainText("©");
    await context.setOffline(false);
    await editor.says("Saved");
    expect(await ada.posts()).toMatchObject([{ title: "In the tunnel" }]);
  });

  for (const path of ["/publish", "/", "/posts", "/account", "/signin"]) {
    test(`${path} opens in a new tab, with the app around it`, async ({ page, ada, context, faults }) => {
      faults.expect(noAnswer);
      await signIn(page, ada);
      await isKept(page);
      await context.setOffline(true);
      const other = await context.newPage();
      await other.goto(path);
      await expect(accountLink(other)).toBeVisible();
      await expect(other.getByText("Something went wrong")).toBeHidden();
      await other.getByRole("link", { name: "Your posts" }).click();
      await expect(heading(other, "Your posts")).toBeVisible();
      await other.getByRole("link", { name: "Write", exact: true }).click();
      await expect(new Editor(other).title).toBeVisible();
    });
  }

  test("what begins a text is there again after a reload", async ({ page, ada, context, faults }) => {
    faults.expect(noAnswer);
    await signIn(page, ada);
    await isKept(page);
    await context.setOffline(true);
    await page.goto("/publish");
    const editor = new Editor(page);
    await editor.fill("Begun in the tunnel", "Every word of it.");
    await editor.says(offline);
    await page.reload();
    await editor.reads("Every word of it.");
    await context.setOffline(false);
    await editor.id();
    expect(await ada.posts()).toMatchObject([{ title: "Begun in the tunnel" }]);
  });
});

test.describe("without a network and without what a page needs", () => {
  // As at the first visit, when nothing is cached yet.
  test.use({ serviceWorkers: "block" });

  test("it is said that the line is needed, and the page comes once it is back", async ({
    page,
    ada,
    context,
    faults,
  }) => {
    faults.expect(noAnswer);
    await signIn(page, ada);
    await context.setOffline(true);
    await page.getByRole("link", { name: "Write", exact: true }).click();
    await expect(heading(page, /^You’re offline, and this page isn’t on this device yet/)).toBeVisible();
    await expect(page.getByText("Something went wrong")).toBeHidden();
    const again = page.getByRole("button", { name: "Try again" });
    await again.click();
    await expect(again, "the page is still the app’s").toBeVisible();
    await context.setOffline(false);
    await expect(new Editor(page).title).toBeVisible();
    await expect(page).toHaveURL("/publish");
  });

  test("a form says that it cannot be sent, and not that the page has a fault", async ({ page, ada, context, faults }) => {
    faults.expect(noAnswer);
    await page.goto("/signin");
    await expect(heading(page, "Sign in")).toBeVisible();
    await context.setOffline(true);
    await fillSignIn(page, ada);
    await expect(page.getByRole("alert")).toContainText("Connectly can’t be reached");
    await context.setOffline(false);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(accountLink(page)).toBeVisible();
  });

  test("where only a part is missing, loading the page again is offered", async ({ page, ada, faults }) => {
    faults.expect(noAnswer);
    await signIn(page, ada);
    await page.route("**/assets/editor-page-*.js", (route) => route.abort());
    await page.getByRole("link", { name: "Write", exact: true }).click();
    await expect(heading(page, "Something went wrong on this page")).toBeVisible();
    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(new Editor(page).title).toBeVisible();
  });
});

test.describe("what is kept", () => {
  test("is the app's files alone, and nothing of anybody, also after reading and signing out", async ({ page, ada }) => {
    const id = await ada.publish("A title like no other", "A text like no other.");
    await ada.draft("A draft like no other", "Words like no others.");
    await page.goto(`${urls.public}/`);
    await page.goto(`${urls.public}/signin`);
    await fillSignIn(page, ada);
    await expect(accountLink(page)).toBeVisible();
    await isKept(page);
    for (const path of [`/blog/${id}`, "/posts", "/account", `/@${ada.user.handle}`, `/edit/${id}`]) {
      await page.goto(`${urls.public}${path}`);
      await expect(accountLink(page)).toBeVisible();
    }
    const look = async () => {
      const kept = await caches(page);
      expect(kept.map(({ path }) => path)).toContain("/publish");
      const others = kept.filter(
        ({ path }) => !/^\/(?:assets\/[\w.-]+|publish|theme\.js|favicon\.svg|manifest\.webmanifest)$/.test(path),
      );
      expect(others).toEqual([]);
      const all = kept.map(({ text }) => text).join();
      for (const words of ["like no other", ada.email, ada.user.id, id, "eyJhbGci"]) expect(all).not.toContain(words);
    };
    await look();
    await page.goto(`${urls.public}/account`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(accountLink(page)).toBeHidden();
    await look();
  });

  test("does not answer for the API, nor for what others write", async ({ page, ada }) => {
    const id = await ada.publish("As it was", "First.");
    await signIn(page, ada, `/blog/${id}`);
    await isKept(page);
    await page.reload();
    await expect(page.getByRole("article")).toContainText("First.");
    await ada.change(id, { content: "Second." });
    const answers: boolean[] = [];
    page.on("response", (response) => {
      if (response.url().includes("/api/")) answers.push(response.fromServiceWorker());
    });
    await page.reload();
    await expect(page.getByRole("article")).toContainText("Second.");
    expect(answers.length).toBeGreaterThan(0);
    expect(answers).not.toContain(true);
  });
});

test.describe("a new version of the site", () => {
  let proxy: Proxy;

  test.beforeEach(async () => {
    proxy = await Proxy.before(urls.usual);
  });

  test.afterEach(async () => proxy.close());

  /** A mark in the page that a new version has. */
  const version = (page: Page) => page.locator("html").getAttribute("data-version");

  /** From now on, the site is another build. */
  function build(mark: string): void {
    proxy.change = (path, body) => {
      if (path === "/service-worker.js") return { body: body.replace(/"[\da-f]{16}"/, `"${mark}"`) };
      if (body.startsWith("<!doctype html>")) return { body: body.replace("<html", `<html data-version="${mark}"`) };
      return undefined;
    };
  }

  async function reopen(page: Page, context: BrowserContext): Promise<Page> {
    await page.close();
    const next = await context.newPage();
    await next.goto(`${proxy.url}/signin`);
    await isKept(next);
    return next;
  }

  test("is there at once, and kept in the place of the old one once no tab needs that", async ({
    page,
    context,
    faults,
  }) => {
    faults.expect(noAnswer);
    await page.goto(`${proxy.url}/signin`);
    await isKept(page);
    const names = () => page.evaluate(() => window.caches.keys());
    const [old] = await names();
    build("aaaaaaaaaaaaaaaa");
    await page.reload();
    expect(await version(page), "with a network the new page comes first").toBe("aaaaaaaaaaaaaaaa");
    await expect.poll(names).toEqual([old, "connectly-files-aaaaaaaaaaaaaaaa"]);

    // The new one is ready, and waits for the tab with the old one's files.
    const isWaiting = () =>
      page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting));
    await expect.poll(isWaiting).toBe(true);
    // A browser may notice a little later that a tab is closed.
    let next = page;
    await expect(async () => {
      next = await reopen(next, context);
      const kept = await next.evaluate(() => window.caches.keys());
      expect(kept, "the old files are gone").toEqual(["connectly-files-aaaaaaaaaaaaaaaa"]);
    }).toPass();
    await proxy.close();
    await next.reload();
    await expect(heading(next, "Sign in")).toBeVisible();
    expect(await version(next), "without a network it is the new page, too").toBe("aaaaaaaaaaaaaaaa");
    proxy = await Proxy.before(urls.usual);
  });

  test("built to have no service worker takes the old one away", async ({ page }) => {
    await page.goto(`${proxy.url}/signin`);
    await isKept(page);
    const source = new URL("../../../frontend/src/service-worker/no-service-worker.ts", import.meta.url);
    const { outputText } = ts.transpileModule(await readFile(source, "utf8"), {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 },
    });
    const off = { body: outputText.replace("export {};", "") };
    proxy.change = (path) => ({ "/service-worker.js": off })[path];
    await page.reload();
    await expect.poll(() => left(page)).toEqual([0, 0]);
    await page.reload();
    await expect(heading(page, "Sign in")).toBeVisible();
    await expect.poll(() => left(page), "and it does not stay itself").toEqual([0, 0]);
  });

  test("without a service worker leaves none behind", async ({ page, faults }) => {
    await page.goto(`${proxy.url}/signin`);
    await isKept(page);
    faults.expect(status(404, "/service-worker.js"));
    const gone = { status: 404, body: "" };
    proxy.change = (path) => ({ "/service-worker.js": gone })[path];
    await page.reload();
    await expect.poll(() => left(page)).toEqual([0, 0]);
    await expect(heading(page, "Sign in")).toBeVisible();
  });
});

test("where the browser lets no files be kept, the site works without", async ({ page, ada }) => {
  await page.addInitScript(() => {
    ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException("denied", "SecurityError"));
  });
  const editor = await Editor.write(page, ada);
  await editor.fill("Without", "All the same.");
  await editor.says("Saved");
  expect(await ada.posts()).toMatchObject([{ title: "Without" }]);
});

test("a page that the server refuses is refused, and not taken from what is kept", async ({ page, ada, faults }) => {
  faults.expect(status(404));
  await signIn(page, ada);
  await isKept(page);
  const missing = await page.goto("/nothing/like/this");
  expect(missing?.status()).toBe(404);
  const api = await page.goto("/api/v1/nothing");
  expect(api?.status()).toBe(404);
});

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium, type Page } from "@playwright/test";

import { password } from "../src/actor.ts";
import { chromium as program, urls } from "../src/environment.ts";
import { status } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { accountLink, Editor, fillSignIn, heading, signIn } from "../src/site.ts";

const needed =
  "Your browser blocks cookies for this site. Connectly needs one to keep you signed in. " +
  "Allow cookies for this site, then sign in again.";

/** The browser stores no cookies. */
async function dropCookies(page: Page): Promise<void> {
  await page.route(/\/api\/v1\/user\/sign(?:in|up)$/, async (route) => {
    const response = await route.fetch();
    await page.context().clearCookies();
    const headers = Object.fromEntries(
      Object.entries(response.headers()).filter(([name]) => name !== "set-cookie"),
    );
    await route.fulfill({ response, headers });
  });
}

test.describe("a browser that keeps no cookie", () => {
  test.beforeEach(({ faults }) => faults.expect(status(401, "/user/me")));

  test("is told so when one signs in, and goes on once it keeps them", async ({ page, ada }) => {
    await dropCookies(page);
    await page.goto("/signin?next=/posts");
    await fillSignIn(page, ada);
    await expect(page.getByRole("alert")).toHaveText(needed);
    await expect(page.getByText("Your session has ended")).toBeHidden();
    await expect(page).toHaveURL("/signin?next=/posts");
    await expect(accountLink(page)).toBeHidden();
    await expect(page.getByLabel("E-mail")).toHaveValue(ada.email);

    await page.unrouteAll();
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(heading(page, "Your posts")).toBeVisible();
  });

  test("is told so when one signs up, and that the account is there", async ({ page, ada }) => {
    await dropCookies(page);
    await page.goto("/signup");
    await page.getByLabel("E-mail").fill(`new-${ada.email}`);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByRole("alert")).toContainText("Your account is ready. Your browser blocks cookies");
    await expect(page).toHaveURL("/signup");
    await page.unrouteAll();
    await page.goto("/signin");
    await fillSignIn(page, { email: `new-${ada.email}`, password });
    await expect(accountLink(page)).toBeVisible();
  });

  test("by its own setting is told so, too", async ({ ada, faults }) => {
    const profile = await mkdtemp(join(tmpdir(), "connectly-no-cookies-"));
    await mkdir(join(profile, "Default"));
    const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
    await writeFile(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
    const context = await chromium.launchPersistentContext(profile, {
      baseURL: urls.usual,
      // Not the headless shell, which reads no settings.
      ...(program === undefined ? { channel: "chromium" } : { executablePath: program }),
      ignoreDefaultArgs: ["--headless"],
      args: ["--headless=new", "--disable-gpu"],
    });
    try {
      await faults.watch(context);
      const page = await context.newPage();
      await page.goto("/signin");
      const storage = page.evaluate(() => localStorage.length);
      await expect(storage, "the setting holds").rejects.toThrow(/denied/);
      await fillSignIn(page, ada);
      await expect(page.getByRole("alert")).toHaveText(needed);
      await expect(page).toHaveURL("/signin");
      await page.reload();
      await expect(heading(page, "Sign in")).toBeVisible();
      await expect(page.getByText("Your session has ended")).toBeHidden();
    } finally {
      await context.close();
      await rm(profile, { recursive: true });
    }
  });
});

test("somebody else's older cookie is not taken for one's own", async ({ page, ada, bob }) => {
  await signIn(page, bob);
  const cookies = await page.context().cookies();
  await page.route("**/api/v1/user/signin", async (route) => {
    const response = await route.fetch();
    await page.context().clearCookies();
    await page.context().addCookies(cookies);
    const headers = Object.fromEntries(
      Object.entries(response.headers()).filter(([name]) => name !== "set-cookie"),
    );
    await route.fulfill({ response, headers });
  });
  await page.evaluate(() => localStorage.clear());
  await page.goto("/signin");
  await fillSignIn(page, ada);
  await expect(page.getByRole("alert")).toHaveText(needed);
  await expect(accountLink(page)).toBeHidden();
});

test("where the browser lets nothing be stored but cookies, one signs in and writes", async ({ page, ada }) => {
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
  });
  await signIn(page, ada);
  await page.getByRole("link", { name: "Write", exact: true }).click();
  const editor = new Editor(page);
  await editor.fill("Nothing stored", "But at the server.");
  await editor.says("Saved");
  expect(await ada.posts()).toMatchObject([{ title: "Nothing stored" }]);
});

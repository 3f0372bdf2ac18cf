import type { Page, Response } from "@playwright/test";

import { urls } from "../src/environment.ts";
import { expect, test } from "../src/fixtures.ts";
import { heading } from "../src/site.ts";

/** What a page may load at first, in bytes on the wire. Times would depend on the machine. */
const limits = { script: 130_000, all: 400_000, requests: 20 };

/** The same of pages for readers, which are complete without a script. */
const readers = { script: 5_000, all: 250_000, requests: 15 };

for (const [what, url, name, most] of [
  ["a visitor without an account", `${urls.usual}/`, "Sign in", limits],
  ["the sign-in page", `${urls.usual}/signin`, "Sign in", limits],
  ["the feed, where everybody may read", `${urls.public}/`, "Latest posts", readers],
] as const) {
  test(`the first page is small: ${what}`, async ({ page, ada }) => {
    await ada.publish("A post, so that there is a list");
    const loaded = await load(page, url, name);
    await expect(heading(page, name)).toBeVisible();
    await expectSmall(loaded, most);
  });
}

test("the first page is small: a shared post, where everybody may read", async ({ page, ada }) => {
  const id = await ada.publish("A shared one", "Some *words*, and no code.");
  await expectSmall(await load(page, `${urls.public}/blog/${id}`, "A shared one"), readers);
  await expect(page.getByRole("emphasis")).toHaveText("words");
});

test("the first page is small: a shared post with code, where everybody may read", async ({ page, ada }) => {
  const code = ["html", "rust"].map((language) => `\`\`\`${language}\n<b>let</b>\n\`\`\``);
  const id = await ada.publish("Some code", ["Words.", ...code].join("\n\n"));
  await expectSmall(await load(page, `${urls.public}/blog/${id}`, "Some code"), { ...readers, script: 15_000, requests: 20 });
  await expect(page.locator("pre[data-coloured]")).toHaveCount(2);
});

test("the highlighter waits until there is code to see", async ({ page, ada }) => {
  const id = await ada.publish("Code far below", `${"Words.\n\n".repeat(200)}\`\`\`rust\nfn main() {}\n\`\`\``);
  const loaded = await load(page, `${urls.public}/blog/${id}`, "Code far below");
  expect(loaded.filter((response) => response.url().includes("highlight"))).toEqual([]);
  await page.locator("pre").scrollIntoViewIfNeeded();
  await expect(page.locator("pre[data-coloured] .hljs-keyword")).toHaveText("fn");
});

/** Checks that what was loaded is within the limits, and compressed. */
async function expectSmall(loaded: readonly Response[], most: typeof limits): Promise<void> {
  const sizes = await Promise.all(
    loaded.map(async (response) => ({
      type: response.request().resourceType(),
      size: (await response.request().sizes()).responseBodySize,
      encoding: (await response.allHeaders())["content-encoding"],
    })),
  );
  const scripts = sizes.filter(({ type }) => type === "script");
  const sum = (parts: typeof sizes) => parts.reduce((total, { size }) => total + size, 0);
  expect(sum(scripts), "there are scripts, and they were measured").toBeGreaterThan(1_000);
  expect(sum(scripts)).toBeLessThanOrEqual(most.script);
  expect(sum(sizes)).toBeLessThanOrEqual(most.all);
  expect(sizes.length).toBeLessThanOrEqual(most.requests);
  // The smallest files do not shrink.
  const plain = scripts.filter(({ size, encoding = "" }) => size > 1_000 && !["br", "gzip"].includes(encoding));
  expect(plain, "scripts that could be compressed, and are not").toEqual([]);
}

/** Everything that a page loads. */
async function load(page: Page, url: string, name: string): Promise<Response[]> {
  const loaded: Response[] = [];
  page.on("response", (response) => loaded.push(response));
  await page.goto(url);
  await heading(page, name).waitFor();
  // eslint-disable-next-line playwright/no-networkidle -- that nothing more comes is what is asked
  await page.waitForLoadState("networkidle");
  return loaded;
}

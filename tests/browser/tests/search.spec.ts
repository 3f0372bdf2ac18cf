import { randomUUID } from "node:crypto";

import { expectAccessible } from "../src/accessibility.ts";
import { urls } from "../src/environment.ts";
import { expect, test } from "../src/fixtures.ts";
import { heading, signIn } from "../src/site.ts";

/** A word that no other test has written. */
function word(): string {
  return `w${randomUUID().replaceAll("-", "")}`;
}

test("words are found from the header, marked, and lead to the post", async ({ page, ada }) => {
  const rare = word();
  for (const index of Array(11).keys()) await ada.publish(`Number ${index}`, `Before **${rare}** after.`);
  await ada.publish(`On ${rare} <b>`, "Something else.");
  await ada.draft(`A draft on ${rare}`);
  await signIn(page, ada, "/");
  await page.getByRole("link", { name: "Search", exact: true }).click();
  await expect(heading(page, "Search")).toBeVisible();
  await expectAccessible(page, "a search");
  const box = page.getByRole("searchbox", { name: "Search posts and authors" });
  await box.fill(rare.slice(0, -1));
  await box.press("Enter");
  const posts = page.getByRole("article");
  await expect(posts).toHaveCount(10);
  await expect(page).toHaveTitle(/^Search for w/);
  await expect(posts.first().locator("h2 mark")).toHaveText(rare);
  await expect(posts.first().getByRole("heading")).toHaveText(`On ${rare} <b>`);
  await expect(posts.nth(1).locator(".teaser-text mark")).toHaveText(rare);
  await expectAccessible(page, "what was found");
  await page.getByRole("button", { name: "Load more" }).click();
  await expect(posts).toHaveCount(12);
  await posts.first().getByRole("link", { name: "On" }).click();
  await expect(heading(page, `On ${rare}`)).toBeVisible();
  await page.goBack();
  await expect(box).toHaveValue(rare.slice(0, -1));
  await box.fill(`${rare} missing`);
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page.getByText("Nothing found")).toBeVisible();
});

test("where everybody may read, a search needs no script", async ({ openBrowser, ada }) => {
  const rare = word();
  await ada.publish(`On ${rare}`);
  const page = await openBrowser({ baseURL: urls.public, javaScriptEnabled: false });
  await page.goto("/");
  await page.getByRole("link", { name: "Search", exact: true }).click();
  const box = page.getByRole("searchbox", { name: "Search posts and authors" });
  await expect(box).toBeFocused();
  await box.fill(rare);
  await box.press("Enter");
  await expect(page.locator("h2 mark")).toHaveText(rare);
  await page.getByRole("link", { name: `On ${rare}` }).click();
  await expect(heading(page, `On ${rare}`)).toBeVisible();
});

test("an author is found by name", async ({ page, ada }) => {
  await ada.publish("By Ada");
  await signIn(page, ada, `/search?q=%40${ada.user.handle}`);
  const authors = page.getByRole("list", { name: "Authors" });
  await authors.getByRole("link", { name: `@${ada.user.handle}` }).click();
  await expect(page).toHaveURL(`/@${ada.user.handle}`);
});

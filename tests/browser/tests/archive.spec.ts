import { expect, test } from "../src/fixtures.ts";
import { heading, signIn } from "../src/site.ts";

test("where reading needs an account, the archive has every title below its month", async ({ page, ada }) => {
  for (const [title, publishedAt] of [
    ["Of the spring", "1971-04-05T06:07:08Z"],
    ["Of the same month", "1971-04-30T23:59:59Z"],
    ["Of the winter", "1971-01-01T00:00:00Z"],
  ] as const) {
    await ada.api.createPost({ title, content: "Some text.", publishedAt });
  }
  await ada.draft("Not for the archive");
  await signIn(page, ada);
  await page.getByRole("link", { name: "All posts by month" }).click();
  await expect(heading(page, "Archive")).toBeVisible();
  const more = page.getByRole("button", { name: "Load more" });
  const month = page.getByRole("region", { name: "April 1971" });
  // Other tests publish as well.
  await expect(async () => {
    if (await more.isVisible()) await more.click();
    await expect(month).toBeVisible({ timeout: 1_000 });
    await expect(page.getByRole("region", { name: "January 1971" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(month.getByRole("link")).toHaveText(["Of the same month", "Of the spring"]);
  await expect(page.getByText("Not for the archive")).toHaveCount(0);
  await month.getByRole("link", { name: "Of the spring" }).click();
  await expect(heading(page, "Of the spring")).toBeVisible();
});

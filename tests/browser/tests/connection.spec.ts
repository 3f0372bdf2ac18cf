import { noAnswer } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { Editor, heading, signIn } from "../src/site.ts";

test("without a network a reader is told, and comes on when it is back", async ({ page, ada, context, faults }) => {
  faults.expect(noAnswer);
  await ada.publish("Beyond the tunnel");
  await signIn(page, ada);
  await expect(heading(page, "Latest posts")).toBeVisible();
  await context.setOffline(true);
  await page.getByRole("link", { name: "Your posts" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
  // It tries again by itself.
  await context.setOffline(false);
  await page.getByRole("tab", { name: "Published" }).click();
  await expect(page.getByRole("link", { name: "Beyond the tunnel", exact: true })).toBeVisible();
});

const hour = 3_600_000;

for (const [what, ahead] of [
  ["an hour ahead", hour],
  ["an hour behind", -hour],
  ["a day ahead", 24 * hour],
  ["a day behind", -24 * hour],
] as const) {
  test(`with a clock that is ${what} one signs in, writes and reads`, async ({ page, ada }) => {
    await page.clock.setSystemTime(Date.now() + ahead);
    const editor = await Editor.write(page, ada);
    await editor.fill("Timeless", "Whenever it was.");
    await editor.says("Saved");
    await editor.publishNow();
    await editor.viewPost();
    await expect(heading(page, "Timeless")).toBeVisible();
    const time = page.getByRole("article").getByRole("time");
    const words = { [hour]: "1 hour ago", [24 * hour]: "yesterday" }[ahead] ?? "just now";
    await expect(time).toHaveText(words);
    await page.goto("/posts?show=published");
    await expect(page.getByRole("time")).toHaveText(words);
    await page.reload();
    await expect(heading(page, "Your posts")).toBeVisible();
  });
}

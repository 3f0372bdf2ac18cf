import { randomUUID } from "node:crypto";

import { password } from "../src/actor.ts";
import { expect, test } from "../src/fixtures.ts";
import { heading } from "../src/site.ts";

test("somebody signs up", async ({ page }) => {
  await page.goto("/");
  await expect(heading(page, "Sign in")).toBeVisible();
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByLabel("Name").fill("Grace");
  await page.getByLabel("E-mail").fill(`grace-${randomUUID()}@example.com`);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(heading(page, "Latest posts")).toBeVisible();
});

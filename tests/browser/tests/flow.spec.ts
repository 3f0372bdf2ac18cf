import { randomUUID } from "node:crypto";

import { password } from "../src/actor.ts";
import { urls } from "../src/environment.ts";
import { expect, test } from "../src/fixtures.ts";
import { accountLink, Editor, heading } from "../src/site.ts";

test("a writer signs up, lists, creates, opens, edits, saves and signs out", async ({ page }) => {
  await page.goto("/");
  await expect(heading(page, "Sign in")).toBeVisible();
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByLabel("Name").fill("Grace");
  await page.getByLabel("E-mail").fill(`grace-${randomUUID()}@example.com`);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();

  await expect(heading(page, "Latest posts")).toBeVisible();
  await page.getByRole("link", { name: "Write", exact: true }).click();
  const title = `On compilers ${randomUUID()}`;
  const editor = new Editor(page);
  await editor.fill(title, "They translate.");
  await editor.publishNow();
  await editor.viewPost();
  await expect(heading(page, title)).toBeVisible();

  await page.getByRole("link", { name: "Read", exact: true }).click();
  await expect(heading(page, "Latest posts")).toBeVisible();
  await page.getByRole("link", { name: title }).click();
  await expect(heading(page, title)).toBeVisible();
  await expect(page.getByText("They translate.")).toBeVisible();

  await page.getByRole("link", { name: "Edit" }).click();
  await editor.reads("They translate.");
  await editor.text.fill("They translate what people mean.");
  await editor.update.click();
  await expect(heading(page, title)).toBeVisible();
  await expect(page.getByText("They translate what people mean.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("They translate what people mean.")).toBeVisible();

  const [session] = await page.context().cookies();
  await accountLink(page).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(heading(page, "Sign in")).toBeVisible();
  await expect(page).toHaveURL("/signin");

  expect(session?.name).toBe("session");
  expect(await page.context().cookies(), "the browser has forgotten the session").toEqual([]);
  const headers = { authorization: `Bearer ${session?.value ?? ""}` };
  const answer = await fetch(`${urls.usual}/api/v1/user/me`, { headers });
  expect(answer.status, "the old session is dead").toBe(401);
  await page.goto("/posts");
  await expect(heading(page, "Sign in")).toBeVisible();
});

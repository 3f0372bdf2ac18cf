import { expect, type Page } from "@playwright/test";

import type { Actor } from "./actor.ts";

/** Fills in the form of the sign-in page, and sends it. */
export async function fillSignIn(page: Page, actor: Pick<Actor, "email" | "password">): Promise<void> {
  await page.getByLabel("E-mail").fill(actor.email);
  await page.getByLabel("Password", { exact: true }).fill(actor.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signs in on the site, and waits until the page that follows is there. */
export async function signIn(page: Page, actor: Actor): Promise<void> {
  await page.goto("/signin");
  await fillSignIn(page, actor);
  await expect(page.getByRole("link", { name: "Account" })).toBeVisible();
}

/** The heading that names the page. */
export function heading(page: Page, name: string | RegExp) {
  return page.getByRole("heading", { level: 1, name });
}

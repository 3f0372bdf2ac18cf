import type { Page } from "@playwright/test";

import { expectAccessible } from "../src/accessibility.ts";
import { expect, test } from "../src/fixtures.ts";

/** Rules that Swagger UI's own markup breaks, and that our styles cannot fix. */
const swaggers = [
  // The groups of operations are h3, below the page's h1; there is no h2.
  "heading-order",
  // The line of an operation is a button that has the link to it inside.
  "nested-interactive",
  // The heading and the choice of a server are outside of its landmark.
  "region",
  // The label of the choice of a server is not connected to it.
  "select-name",
];

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Opens the reference, and waits until it is shown. */
async function open(page: Page): Promise<string[]> {
  await page.goto("/docs");
  const response = await page.request.get("/api/v1/openapi.json");
  const { paths } = (await response.json()) as Document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  await expect(page.locator(".opblock")).toHaveCount(operations.length);
  return operations;
}

// Every test checks at its end that the page's policy was kept and the console is silent.
for (const colorScheme of ["light", "dark"] as const) {
  test(`the reference shows every operation: ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const operations = await open(page);
    expect(operations.length, "there are operations").toBeGreaterThan(10);
    const shown = await page.locator(".opblock-summary").evaluateAll((lines) =>
      lines.map((line) => {
        const text = (part: string) => line.querySelector(part)?.textContent.replaceAll("\u200b", "") ?? "";
        return `${text(".opblock-summary-method")} ${text(".opblock-summary-path")}`;
      }),
    );
    expect(shown.toSorted()).toEqual(operations.toSorted());
    const dark = page.locator("html.dark-mode");
    await expect(dark).toHaveCount(colorScheme === "dark" ? 1 : 0);
  });
}

test("an operation opens, and says what it takes and answers", async ({ page }) => {
  await open(page);
  await page.getByRole("link", { name: "/api/v1/user/signup" }).click();
  await expect(page.getByText("Request body").first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "Responses" })).toBeVisible();
});

test("everybody can use the reference, as far as it is ours", async ({ page }) => {
  await open(page);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(page, "the reference", swaggers);
});

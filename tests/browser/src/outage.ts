import type { Page } from "@playwright/test";

import { urls } from "./environment.ts";

/** From now on, the host whose database cannot be reached answers the page's requests. */
export async function breakDown(page: Page): Promise<void> {
  await page.route("**/api/**", async (route) => {
    const { pathname, search } = new URL(route.request().url());
    // That host's own page would send this; from another page it would be refused.
    const headers = { ...(await route.request().allHeaders()), origin: urls.unavailable };
    const response = await route.fetch({ url: urls.unavailable + pathname + search, headers });
    await route.fulfill({ response });
  });
}

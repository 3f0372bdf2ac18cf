import { type BrowserContextOptions, expect, type Page, test as base } from "@playwright/test";

import { Actor } from "./actor.ts";
import { Faults } from "./faults.ts";

interface Fixtures {
  /** What the pages say; every test is checked by it at its end. */
  readonly faults: Faults;
  /** Two people with accounts. Their pages are signed out until they sign in. */
  readonly ada: Actor;
  readonly bob: Actor;
  /** Another browser, with cookies and storage of its own. */
  readonly openBrowser: (options?: BrowserContextOptions) => Promise<Page>;
}

/** A test whose pages are watched, and that has people to play with. */
export const test = base.extend<Fixtures>({
  faults: async ({}, use) => {
    const faults = new Faults();
    await use(faults);
    await faults.check();
  },
  context: async ({ context, faults }, use) => {
    await faults.watch(context);
    await use(context);
  },
  ada: async ({}, use) => use(await Actor.signUp("Ada")),
  bob: async ({}, use) => use(await Actor.signUp("Bob")),
  openBrowser: async ({ browser, baseURL, faults }, use) => {
    const contexts: { close: () => Promise<void> }[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...(baseURL === undefined ? {} : { baseURL }), ...options });
      contexts.push(context);
      await faults.watch(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect };

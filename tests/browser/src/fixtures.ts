import { type BrowserContextOptions, expect, type Page, test as base } from "@playwright/test";

import { Actor } from "./actor.ts";
import { Faults } from "./faults.ts";

interface Fixtures {
  /** The messages of the pages, checked at the end of every test. */
  readonly faults: Faults;
  /** Two people with accounts. Their pages are signed out until they sign in. */
  readonly ada: Actor;
  readonly bob: Actor;
  /** Another browser, with its own cookies and storage. */
  readonly openBrowser: (options?: BrowserContextOptions) => Promise<Page>;
}

/** A test with users, whose pages are checked for errors. */
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

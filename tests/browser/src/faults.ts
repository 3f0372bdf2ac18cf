import { type BrowserContext, type ConsoleMessage, expect } from "@playwright/test";

/**
 * What no page may cause: an error in the console, an uncaught error, a violation of the
 * Content-Security-Policy.
 */
export class Faults {
  readonly #said: string[] = [];
  readonly #expected: RegExp[] = [];

  /** Listens to every page of a browser's context. */
  async watch(context: BrowserContext): Promise<void> {
    context.on("console", (message) => {
      if (message.type() === "error") this.#said.push(describe(message));
    });
    context.on("weberror", (error) => this.#said.push(`uncaught: ${error.error().stack ?? error.error().message}`));
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
        console.error(`securitypolicyviolation: ${violatedDirective} ${blockedURI}`);
      });
    });
  }

  /** The test provokes this message on purpose: it must appear, and may appear more than once. */
  expect(...messages: RegExp[]): void {
    this.#expected.push(...messages);
  }

  /** Fails the test if an unexpected message appeared, or an expected one did not. */
  async check(): Promise<void> {
    for (const message of this.#expected) {
      // The browser may report it a moment after the page shows the result.
      await expect.poll(() => this.#said.join("\n"), `the console says ${message.source}`).toMatch(message);
    }
    const unexpected = this.#said.filter((said) => !this.#expected.some((message) => message.test(said)));
    expect(unexpected, "the console and the page are without errors").toEqual([]);
  }
}

function describe(message: ConsoleMessage): string {
  return `${message.text()} ${message.location().url}`.trim();
}

/** What the browser itself writes about an answer with this status. */
export function status(code: number, path = ""): RegExp {
  return new RegExp(`Failed to load resource: the server responded with a status of ${code}.*${path}`);
}

/** What the browser itself writes about a request that got no answer. */
export const noAnswer = /Failed to load resource: net::ERR_(?:INTERNET_DISCONNECTED|FAILED|ABORTED|CONNECTION_\w+)/;

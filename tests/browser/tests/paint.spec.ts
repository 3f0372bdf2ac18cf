import type { Page } from "@playwright/test";

import { urls } from "../src/environment.ts";
import { expect, test } from "../src/fixtures.ts";

/** What a phone on a slow line has: DevTools calls it "Slow 4G". */
const slow4g = { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 };

/** How much slower the phone's processor is than this one. */
const slowdown = 4;

/** How often the page is opened. The fastest counts: other tests, which run at the same time, only delay it. */
const runs = 5;

/** When a post has to be there, in milliseconds. */
const limit = 1_500;

/** A post as people write them: a thousand words, some of them code. */
const text = [
  "The loom weaves *algebraic* patterns, “just as” it weaves flowers and leaves.",
  ...Array.from({ length: 12 }, (_, index) =>
    [
      `## Part ${index + 1}`,
      "We may say most aptly that the engine weaves patterns. ".repeat(7),
      "> Whatever the subject, the method stays.",
      "```rust\nfn main() {}\n```",
      "| one | two |\n|---|---|\n| 1 | 2 |",
    ].join("\n\n"),
  ),
].join("\n\n");

interface Paint {
  readonly first: number;
  readonly largest: number;
  readonly shift: number;
}

test.describe("on a slow phone", () => {
  test.use({ baseURL: urls.public, viewport: { width: 375, height: 812 } });
  test.slow();

  test("a post is there within 1.5 s, and nothing in it moves", async ({ ada, openBrowser }) => {
    const { address } = await ada.read(await ada.publish("What the loom taught me", text));
    const paints: Paint[] = [];
    for (let run = 0; run < runs; run += 1) {
      // Another browser each time, which has nothing of the site yet.
      const page = await openBrowser({ viewport: { width: 375, height: 812 } });
      paints.push(await paint(page, address ?? ""));
      await page.context().close();
    }
    const said = JSON.stringify(paints);
    expect(Math.min(...paints.map(({ first }) => first)), said).toBeLessThanOrEqual(limit);
    expect(Math.min(...paints.map(({ largest }) => largest)), said).toBeLessThanOrEqual(limit);
    expect(Math.max(...paints.map(({ shift }) => shift)), said).toBe(0);
  });
});

/** Opens a page as a slow phone does. */
async function paint(page: Page, address: string): Promise<Paint> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", slow4g);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  // eslint-disable-next-line playwright/no-networkidle -- fonts and scripts that come later must move nothing
  await page.goto(address, { waitUntil: "networkidle" });
  return page.evaluate(async () => {
    const entries = (type: string) =>
      new Promise<PerformanceEntry[]>((resolve) => {
        const observer = new PerformanceObserver((list) => resolve(list.getEntries()));
        observer.observe({ type, buffered: true });
        setTimeout(() => resolve(observer.takeRecords()), 500);
      });
    const time = (list: PerformanceEntry[]) => Math.round(list.at(-1)?.startTime ?? Infinity);
    const shifts = (await entries("layout-shift")) as (PerformanceEntry & { value: number })[];
    return {
      first: time((await entries("paint")).filter(({ name }) => name === "first-contentful-paint")),
      largest: time(await entries("largest-contentful-paint")),
      shift: shifts.reduce((sum, { value }) => sum + value, 0),
    };
  });
}

import { expect, type Page } from "@playwright/test";
import axe from "axe-core";

type Axe = typeof axe;

// WCAG 2.2 AA, and what axe's authors would do besides.
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The width of the smallest phone, and of a window at 400 %. */
const narrow = 320;

/**
 * Whether everybody can use what is on the page now: axe finds nothing in either theme, and on a
 * narrow screen nothing runs out of it.
 *
 * @param except Rules of axe that what is not ours breaks.
 */
export async function expectAccessible(page: Page, what: string, except: readonly string[] = []): Promise<void> {
  const size = page.viewportSize();
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  expect(await violations(page, except), `${what}, light`).toEqual([]);
  // Axe takes its time. So both themes and both widths, but not each with each.
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await page.setViewportSize({ width: narrow, height: 640 });
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth), `${what}, ${narrow} px wide`)
    .toBeLessThanOrEqual(narrow);
  expect(await violations(page, except), `${what}, dark, ${narrow} px wide`).toEqual([]);
  if (size) await page.setViewportSize(size);
}

/** What axe finds, in few words. */
async function violations(page: Page, except: readonly string[]): Promise<string[]> {
  // Axe would see colours on their way: another theme is there with the next frame, and what moves
  // all the same has to come to rest.
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  });
  // The page's policy lets no script in but its own; this way needs no leave.
  await page.evaluate(axe.source);
  return page.evaluate(async ({ values, off }) => {
    const { violations: found } = await (window as unknown as { axe: Axe }).axe.run({
      runOnly: { type: "tag", values },
      rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])),
      resultTypes: ["violations"],
    });
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary ?? ""}`),
    );
  }, { values: tags, off: except });
}

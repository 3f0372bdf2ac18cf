import { expect, type Page } from "@playwright/test";
import axe from "axe-core";

type Axe = typeof axe;

// WCAG 2.2 AA, and axe's best practices.
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The width of the smallest phone, and of a window at 400 %. */
const narrow = 320;

/**
 * Checks that everyone can use what is on the page now: axe finds nothing in either theme, and on a
 * narrow screen nothing runs out of it.
 *
 * @param except Rules of axe that third-party content breaks.
 */
export async function expectAccessible(page: Page, what: string, except: readonly string[] = []): Promise<void> {
  const size = page.viewportSize();
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  expect(await violations(page, except), `${what}, light`).toEqual([]);
  // Axe is slow, so test both themes and both widths, but not all combinations.
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await page.setViewportSize({ width: narrow, height: 640 });
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth), `${what}, ${narrow} px wide`)
    .toBeLessThanOrEqual(narrow);
  expect(await violations(page, except), `${what}, dark, ${narrow} px wide`).toEqual([]);
  if (size) await page.setViewportSize(size);
}

/** A summary of axe's findings. */
async function violations(page: Page, except: readonly string[]): Promise<string[]> {
  // Axe would see colours in transition: a new theme applies with the next frame, and any other
  // animation has to end first.
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  });
  // The page's policy allows only its own scripts. This way bypasses it.
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

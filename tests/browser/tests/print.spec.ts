import type { Page } from "@playwright/test";

import { expect, test } from "../src/fixtures.ts";
import { heading, signIn } from "../src/site.ts";

const code = `const answer = ${Array.from({ length: 40 }, (_, index) => `part_${index}`).join(" + ")};`;
const columns = Array.from({ length: 14 }, (_, index) => `column ${index}`);
const text = [
  "# A part\n\nWith [a link](https://example.com/there), https://example.com/itself and a note.[^1]",
  `\`\`\`js\n${code}\n\`\`\``,
  `| ${columns.join(" | ")} |\n|${"---|".repeat(columns.length)}\n| ${columns.map((_, index) => `value${index}`).join(" | ")} |`,
  "> Quoted.",
  "[^1]: Below.",
].join("\n\n");

/** The area of an A4 page between its margins, in CSS pixels. */
const paper = { width: 673, height: 987 };

async function open(page: Page, id: string): Promise<void> {
  await page.goto(`/blog/${id}`);
  await expect(page.locator(".hljs-keyword").first()).toBeVisible();
  await page.setViewportSize(paper);
}

for (const [what, theme] of [
  ["as the system has it", undefined],
  ["as it was chosen", "dark"],
] as const) {
  test(`on paper a post is ink on white, dark as the theme may be, ${what}`, async ({ page, ada }) => {
    const id = await ada.publish("To be printed", text);
    await signIn(page, ada);
    await page.evaluate((chosen) => {
      if (chosen !== undefined) localStorage.setItem("connectly.theme", chosen);
    }, theme);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await open(page, id);
    await expect(page.locator("html")).toHaveCSS("background-color", "rgb(255, 255, 255)");
    const inks = await page.locator("main *").evaluateAll((all) => {
      const canvas = document.createElement("canvas").getContext("2d");
      const shade = (colour: string) => {
        if (!canvas) return NaN;
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
        return alpha === 0 ? 255 : (red + green + blue) / 3;
      };
      return all
        .filter((one) => one.checkVisibility())
        .map((one) => {
          const { color, backgroundColor } = getComputedStyle(one);
          return { what: one.tagName, ink: shade(color), ground: shade(backgroundColor) };
        });
    });
    expect(inks.filter(({ ink }) => ink > 110)).toEqual([]);
    expect(inks.filter(({ ground }) => ground < 240)).toEqual([]);
  });
}

test("on paper there is the post, and nothing that can only be pressed", async ({ page, ada }) => {
  const id = await ada.publish("To be printed", text);
  await signIn(page, ada);
  await page.emulateMedia({ media: "print" });
  await open(page, id);
  await expect(heading(page, "To be printed")).toBeVisible();
  await expect(page.locator(".post-head").getByText("Ada")).toBeVisible();
  const time = page.locator(".post-head time");
  await expect(time).toBeVisible();
  expect(await time.evaluate((one) => getComputedStyle(one, "::after").content)).toMatch(/attr\(title\)|20\d\d/);
  await expect(page.locator(".footnotes")).toContainText("Below.");
  for (const hidden of ["header.site-head", ".skip-link", ".section-link", ".footnote-return", ".post-foot", ".post-meta .quiet-link", "button"]) {
    expect(await page.locator(hidden).evaluateAll((all) => all.filter((one) => one.checkVisibility()).length), hidden).toBe(0);
  }
  const after = (link: string) =>
    page.locator(`.prose ${link}`).first().evaluate((one) => getComputedStyle(one, "::after").content);
  expect(await after('a[href="https://example.com/there"]')).toMatch(/attr\(href\)|there/);
  expect(await after('a[href="https://example.com/itself"]')).toBe("none");
  expect(await after("sup a")).toBe("none");
});

test("on paper nothing is cut off: long code and wide tables", async ({ page, ada }) => {
  const id = await ada.publish("To be printed", text);
  await signIn(page, ada);
  await page.emulateMedia({ media: "print" });
  await open(page, id);
  for (const wide of [".prose pre", ".prose .table-scroll", ".prose table", "html"]) {
    const over = await page.locator(wide).first().evaluate((one) => one.scrollWidth - one.clientWidth);
    expect(over, wide).toBeLessThanOrEqual(1);
  }
  const bounds = await page.locator(".prose td, .prose pre code").evaluateAll((all) =>
    all.map((one) => one.getBoundingClientRect().right),
  );
  expect(Math.max(...bounds)).toBeLessThanOrEqual(paper.width + 1);
});

import type { Locator, Page } from "@playwright/test";

import { status } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { picture } from "../src/pictures.ts";
import { Editor, heading, signIn } from "../src/site.ts";

/** The room between the end of one thing and the beginning of the next, in pixels. */
async function room(one: Locator, next: Locator): Promise<number> {
  const bottom = await one.evaluate((element) => element.getBoundingClientRect().bottom);
  const top = await next.evaluate((element) => element.getBoundingClientRect().top);
  return top - bottom;
}

test("the text has its rhythm", async ({ page, ada }) => {
  const text = [
    "First paragraph.",
    "Second paragraph.",
    "- one\n- two\n  - nested\n  - list",
    "1. loose\n\n2. items",
    "> Quoted.\n>\n> - list in a quote",
    "## Heading",
    "After the heading.",
    "### Before code",
    "```\ncode\n```",
    "| a |\n|---|\n| 1 |",
    "- [x] done\n- [ ] open",
    "Last.[^1]",
    "[^1]: Note.",
  ].join("\n\n");
  const id = await ada.publish("Rhythm", text);
  await signIn(page, ada, `/blog/${id}`);
  const prose = page.locator(".prose");
  await expect(prose).toBeVisible();
  const size = await prose.evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  const words = (text: string, within = "p") => prose.locator(within).filter({ hasText: text }).first();
  const margin = (locator: Locator, edge: "marginBlockStart" | "marginBlockEnd") =>
    locator.evaluate((element, name) => parseFloat(getComputedStyle(element)[name]), edge);

  expect(await margin(words("First paragraph."), "marginBlockStart")).toBe(0);
  expect(await room(words("First paragraph."), words("Second paragraph."))).toBeCloseTo(1.15 * size, 0);
  expect(await margin(prose.locator("li > ul"), "marginBlockStart")).toBeCloseTo(0.35 * size, 0);
  expect(await room(words("one", "li"), words("two", "li"))).toBeCloseTo(0.35 * size, 0);
  expect(await room(words("loose", "li"), words("items", "li"))).toBeCloseTo(0.35 * size, 0);
  expect(await margin(words("loose", "li > p"), "marginBlockStart")).toBe(0);
  const quote = prose.locator("blockquote");
  expect(await margin(quote.locator("> :first-child"), "marginBlockStart")).toBe(0);
  expect(await margin(quote.locator("> :last-child"), "marginBlockEnd")).toBe(0);
  expect(await room(words("Quoted."), quote.locator("ul"))).toBeCloseTo(1.15 * size, 0);
  expect(await room(words("Heading", "h2"), words("After the heading."))).toBeCloseTo(0.75 * size, 0);
  expect(await room(quote, words("Heading", "h2"))).toBeCloseTo(3 * size, 0);
  expect(await room(words("Before code", "h3"), prose.locator("pre"))).toBeCloseTo(0.6 * size, 0);
  expect(await room(prose.locator(".table-frame"), prose.locator(".contains-task-list"))).toBeCloseTo(1.15 * size, 0);
  expect(await room(words("Last."), prose.locator(".footnotes"))).toBeCloseTo(3 * 0.875 * size, 0);
  expect(await margin(prose.locator(".footnotes li > p"), "marginBlockEnd")).toBe(0);
  expect(await margin(prose.locator(".footnotes"), "marginBlockEnd")).toBe(0);
});

test("the lower headings differ, in size too", async ({ page, ada }) => {
  const id = await ada.publish("Levels", "# a\n\n## b\n\n### c\n\n#### d\n\n##### e");
  await signIn(page, ada, `/blog/${id}`);
  const headings = page.locator(".prose :is(h2, h3, h4, h5, h6)");
  await expect(headings).toHaveCount(5);
  const sizes = await headings.evaluateAll((all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize)));
  const steps = sizes.slice(1).map((size, index) => (sizes[index] ?? 0) - size);
  expect(Math.min(...steps)).toBeGreaterThan(1);
});

test("the way back from a note stands on the note's last line", async ({ page, ada }) => {
  const id = await ada.publish("Notes", "One[^1], two[^1].\n\n[^1]: A note.\n\n    With an end.");
  await signIn(page, ada, `/blog/${id}`);
  const last = page.locator(".footnotes li > p").last();
  await expect(last).toHaveText("With an end. ↩ ↩2");
  // A number above the line is still on it.
  const lines = await last.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const bottoms = Array.from(range.getClientRects(), ({ bottom }) => bottom);
    const line = parseFloat(getComputedStyle(element).lineHeight);
    return 1 + Math.floor((Math.max(...bottoms) - Math.min(...bottoms)) / (0.8 * line));
  });
  expect(lines).toBe(1);
});

test("quotes and emphasis are not slanted by force", async ({ page, ada }) => {
  const id = await ada.publish("Slants", "> مرحبا\n\n*नमस्ते* *重要* *word*");
  await signIn(page, ada, `/blog/${id}`);
  await expect(page.getByRole("blockquote").locator("p")).toHaveCSS("font-style", "normal");
  const emphasis = page.getByRole("emphasis");
  await expect(emphasis.nth(0)).toHaveCSS("font-style", "normal");
  await expect(emphasis.nth(0)).toHaveCSS("font-weight", "600");
  await expect(emphasis.nth(1)).toHaveCSS("font-style", "normal");
  await expect(emphasis.nth(1)).not.toHaveCSS("text-emphasis-style", "none");
  await expect(emphasis.nth(2)).toHaveCSS("font-style", "italic");
});

test.describe("pictures", () => {
  const address = (name: string) => `https://pictures.example/${name}.png`;

  /** Serves pictures, each when it is released. */
  async function serve(page: Page): Promise<() => void> {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route("https://pictures.example/**", async (route) => {
      await held;
      const sizes: Record<string, [number, number]> = { wide: [900, 300], tall: [300, 500], badge: [80, 20] };
      const found = Object.entries(sizes).find(([name]) => route.request().url().includes(name))?.[1];
      await (found
        ? route.fulfill({ contentType: "image/png", body: picture(...found) })
        : route.fulfill({ status: 404 }));
    });
    return release;
  }

  /** The layout shift, as browsers measure it. */
  async function shift(page: Page): Promise<number> {
    return page.evaluate(async () => {
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      let sum = 0;
      const observer = new PerformanceObserver(() => undefined);
      observer.observe({ type: "layout-shift", buffered: true });
      await new Promise((done) => setTimeout(done));
      for (const entry of observer.takeRecords()) {
        const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
        if (!hadRecentInput) sum += value;
      }
      return sum;
    });
  }

  test("have their room before they come, and nothing moves when they do", async ({ page, ada }) => {
    const text = ["wide", "tall", "wide2", "tall2"].map((name) => `Text.\n\n![${name}](${address(name)})`).join("\n\n");
    const id = await ada.publish("Pictures", text);
    await signIn(page, ada);
    const release = await serve(page);
    await page.goto(`/blog/${id}`);
    const images = page.locator(".prose img");
    await expect(images).toHaveCount(4);
    const next = page.getByText("Text.").nth(1);
    const before = await next.evaluate((element) => element.getBoundingClientRect().top);
    release();
    await expect.poll(() => images.evaluateAll((all) => all.filter((one) => (one as HTMLImageElement).naturalWidth > 0).length)).toBeGreaterThan(1);
    expect(await next.evaluate((element) => element.getBoundingClientRect().top)).toBe(before);
    expect(await shift(page)).toBeLessThanOrEqual(0.02);
    const ratios = () =>
      images.evaluateAll((all) =>
        all.slice(0, 2).map((one) => {
          const { width, height } = one.getBoundingClientRect();
          return Math.round((100 * width) / height);
        }),
      );
    expect(await ratios()).toEqual([300, 60]);

    // The second time, their sizes are known, and space is reserved before they load.
    const releaseAgain = await serve(page);
    await page.reload();
    await expect(images).toHaveCount(4);
    await expect.poll(ratios).toEqual([300, 60]);
    releaseAgain();
    await expect.poll(() => images.evaluateAll((all) => all.filter((one) => (one as HTMLImageElement).naturalWidth > 0).length)).toBeGreaterThan(1);
    await expect.poll(ratios).toEqual([300, 60]);
    expect(await page.locator(".picture").first().evaluate((element) => element.getBoundingClientRect().height)).toBeLessThan(250);
    expect(await shift(page)).toBeLessThanOrEqual(0.02);
  });

  test("that cannot be had leave a quiet frame with what they would show", async ({ page, ada, faults }) => {
    faults.expect(status(404, "missing"));
    const id = await ada.publish("Missing", `![An old clock](${address("missing")})\n\nText with ![a sign](${address("missing")}).`);
    await signIn(page, ada);
    (await serve(page))();
    await page.goto(`/blog/${id}`);
    await expect(page.getByRole("img", { name: "An old clock" })).toBeVisible();
    await expect(page.getByText("An old clock")).toBeVisible();
    await expect(page.getByText("a sign", { exact: true })).toBeVisible();
    await expect(page.locator(".prose img")).toHaveCount(0);
    expect(await shift(page)).toBeLessThanOrEqual(0.02);
  });

  test("within a line are small", async ({ page, ada }) => {
    const id = await ada.publish("In a line", `Built: ![badge](${address("badge")}) and ![big](${address("tall")}).`);
    await signIn(page, ada);
    (await serve(page))();
    await page.goto(`/blog/${id}`);
    const images = page.locator(".prose img");
    await expect.poll(() => images.nth(0).evaluate((image) => image.getBoundingClientRect().width)).toBe(80);
    expect(await images.nth(1).evaluate((image) => image.getBoundingClientRect().height)).toBeLessThan(70);
    await expect(images.nth(0)).toHaveCSS("display", "inline");
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true });

  test("a table that is too wide says that there is more to the side", async ({ page, ada }) => {
    const wide = "| a | table | with | many | columns | that | are | wide |\n|---|---|---|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |";
    const id = await ada.publish("Tables", `${wide}\n\n| a |\n|---|\n| 1 |`);
    await signIn(page, ada, `/blog/${id}`);
    await expect(page.getByText("Scroll the table sideways to see the rest.")).toHaveCount(1);
    await expect(page.locator(".table-scroll").first()).toHaveCSS("background-attachment", /local.*scroll/);
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect(page.getByText("Scroll the table sideways to see the rest.")).toBeHidden();
  });

  test("what is pressed is large enough for a finger", async ({ page, ada }) => {
    const id = await ada.publish("Targets", "# Part\n\nText.[^1]\n\n[^1]: Note.");
    await ada.draft("A draft");
    await signIn(page, ada);
    for (const [path, name] of [
      ["/", "Latest posts"],
      [`/@${ada.user.handle}`, "Ada"],
      [`/blog/${id}`, "Targets"],
      ["/posts", "Your posts"],
      ["/account", "Account"],
    ] as const) {
      await page.goto(path);
      await expect(heading(page, name)).toBeVisible();
      await expect(page.getByRole("status").filter({ hasText: "Loading" })).toHaveCount(0);
      expect(await tooSmall(page), path).toEqual([]);
    }
    const editor = await Editor.open(page, id);
    await editor.title.fill("Changed");
    await expect(page.getByRole("button", { name: "Discard changes" })).toBeVisible();
    expect(await tooSmall(page), "the editor").toEqual([]);
  });

  /** Everything clickable that is less than 44 px high, except links within text. */
  async function tooSmall(page: Page): Promise<string[]> {
    return page.locator("a, button, select, summary, label:has(input), [role=tab]").evaluateAll((all) =>
      all.flatMap((one) => {
        const isInText = one.matches(".prose p > a:not(.footnote-return), .form-other a");
        if (isInText || !one.checkVisibility() || one.matches(".skip-link")) return [];
        const pseudo = ["::before", "::after"].map((part) => getComputedStyle(one, part));
        const areas = pseudo.filter(({ position, content }) => position === "absolute" && content !== "none");
        const heights = [one.getBoundingClientRect().height, ...areas.map(({ height }) => parseFloat(height) || 0)];
        const height = Math.max(...heights);
        return height >= 43.9 ? [] : [`${one.tagName} ${one.textContent} ${one.getAttribute("class") ?? ""}: ${height}`];
      }),
    );
  }

  test("no dot stands at the end or the beginning of a line", async ({ page, ada }) => {
    await ada.api.updateMe({ name: "Ada of the Long and Winding Name" });
    const id = await ada.publish("Dots", "Text.");
    await signIn(page, ada, `/blog/${id}`);
    const byline = page.locator(".post-head .byline");
    await expect(byline).toBeVisible();
    const items = await byline.locator("> *").evaluateAll((all) =>
      all.map((one) => {
        const { left, top } = one.getBoundingClientRect();
        const dot = getComputedStyle(one, "::before");
        return { left, top, dot: dot.content, at: parseFloat(dot.left) };
      }),
    );
    const start = await byline.evaluate((element) => element.getBoundingClientRect().left);
    await expect(byline).toHaveCSS("overflow-x", "clip");
    await expect(byline).not.toContainText("·");
    expect(items).toHaveLength(3);
    // Those at the beginning of a line, whose dots are invisible.
    const first = items.slice(1).filter(({ top }, index) => top > (items[index]?.top ?? 0) + 8);
    expect(first.length).toBeGreaterThan(0);
    for (const { left, at, dot } of first) {
      expect(dot).toContain("·");
      expect(left + at + 12).toBeLessThan(start + 5);
    }
  });
});

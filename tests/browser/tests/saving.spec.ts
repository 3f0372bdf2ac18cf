import type { Page, Request } from "@playwright/test";

import { status } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { Editor, heading, offline } from "../src/site.ts";

/** A request's headers, with a tag that the server does not know: it answers 412. */
async function unknownTag(request: Request): Promise<Record<string, string>> {
  return { ...(await request.allHeaders()), "if-match": '"0"' };
}

/** A proxy that compresses answers changes their tags; here the server accepts only its own form. */
async function markTags(page: Page, mark: (tag: string) => string): Promise<{ asked: string[] }> {
  const seen = { asked: [] as string[] };
  await page.route("**/api/v1/blog**", async (route) => {
    const request = route.request();
    seen.asked.push(`${request.method()} ${new URL(request.url()).pathname}`);
    const condition = await request.headerValue("if-match");
    const isAsMade = condition === null || /^"\d+"$/.test(condition);
    const response = await route.fetch(isAsMade ? {} : { headers: await unknownTag(request) });
    const { etag, ...headers } = response.headers();
    await route.fulfill({
      response,
      headers: etag === undefined ? headers : { ...headers, etag: mark(etag) },
    });
  });
  return seen;
}

for (const [proxy, mark] of [
  ["marks tags as weak", (tag: string) => `W/${tag}`],
  ["adds the encoding to tags", (tag: string) => tag.replace(/"$/, '-gzip"')],
  ["does both", (tag: string) => `W/${tag.replace(/"$/, '-br"')}`],
] as const) {
  test(`behind a proxy that ${proxy} a draft is saved, and published`, async ({ page, ada }) => {
    const id = await ada.draft("Through a proxy", "Before.");
    const { asked } = await markTags(page, mark);
    const editor = await Editor.open(page, id, ada);
    asked.length = 0;
    await editor.text.press("ControlOrMeta+End");
    await editor.text.pressSequentially(" After.");
    await expect.poll(async () => (await ada.read(id)).content).toBe("Before. After.");
    await editor.says("Saved");
    expect(asked.filter((request) => request.startsWith("PUT"))).toHaveLength(1);
    expect(asked.length).toBeLessThanOrEqual(3);
    await editor.text.pressSequentially(" And on.");
    await editor.publishNow();
    await editor.viewPost();
    await expect(heading(page, "Through a proxy")).toBeVisible();
    expect(await ada.read(id)).toMatchObject({ content: "Before. After. And on.", published: true });
    // The post's page may still ask for more by this author.
    await page.unrouteAll({ behavior: "ignoreErrors" });
  });
}

test("what a proxy had marked and this device had kept is saved, too", async ({ page, ada, faults }) => {
  faults.expect(/ERR_FAILED/);
  const id = await ada.publish("Kept long ago", "Before.");
  const editor = await Editor.open(page, id, ada);
  await page.route("**/draft", (route) => route.abort());
  await editor.text.fill("After.");
  await editor.says(offline);
  await page.close();
  const later = await page.context().newPage();
  await later.goto("/signin");
  await later.evaluate(() => {
    for (const [key, value] of Object.entries(localStorage))
      if (key.startsWith("connectly.draft."))
        localStorage.setItem(key, String(value).replace(/"etag":"/, '"etag":"W/'));
  });
  const reopened = await Editor.open(later, id);
  await reopened.reads("After.");
  await reopened.update.click();
  await expect(heading(later, "Kept long ago")).toBeVisible();
  expect(await ada.read(id)).toMatchObject({ content: "After." });
});

test.describe("a server that refuses a version although nothing has changed elsewhere", () => {
  test.beforeEach(({ faults }) => faults.expect(status(412, "/blog")));

  test("is asked a handful of times, then the writer is told and may try again", async ({
    page,
    ada,
  }) => {
    const id = await ada.draft("Round and round", "Before.");
    const editor = await Editor.open(page, id, ada);
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/api/")) asked.push(request.method());
    });
    await page.route("**/api/v1/blog", async (route) =>
      route.continue({ headers: await unknownTag(route.request()) }),
    );
    await page.clock.install();
    await editor.text.fill("Before, and after.");
    await page.clock.runFor(2_000);
    await editor.says(/^The server refused to save this version although nothing has changed elsewhere/);
    for (let second = 0; second < 20; second += 1) await page.clock.runFor(1_000);
    expect(asked).toEqual(["PUT", "GET"]);
    await editor.text.fill("Before, and long after.");
    await page.clock.runFor(20_000);
    expect(asked, "writing on begins no circle").toEqual(["PUT", "GET"]);

    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).click();
    await editor.says("Saved");
    expect(await ada.read(id)).toMatchObject({ content: "Before, and long after." });
  });
});

test("half an emoji is saved as U+FFFD, and does not keep the rest from being saved", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.title.fill("Cut");
  // As a script or an input method may leave it: Playwright's keyboard cannot type half a
  // character.
  await editor.text.evaluate((area: HTMLElement) => {
    area.focus();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the field hears of it as of typing
    document.execCommand("insertText", false, "cut \ud83d off");
  });
  const id = await editor.id();
  await editor.says("Saved");
  expect(await ada.read(id)).toMatchObject({ content: "cut \ufffd off" });
  await editor.text.pressSequentially(" and on \u{1f600}");
  await expect.poll(async () => (await ada.read(id)).content).toBe("cut \ufffd off and on \u{1f600}");
  await editor.says("Saved");
  await editor.publishNow();
  await editor.viewPost();
  await expect(heading(page, "Cut")).toBeVisible();
});

test("a draft that this device has kept with half an emoji is saved when it is opened", async ({ page, ada }) => {
  await Editor.write(page, ada);
  await page.evaluate((user) => {
    const text = { title: "Cut \udc00", content: "cut \ud83d off" };
    const draft = { text, base: null, doubt: null, keptAt: Date.now() };
    localStorage.setItem(`connectly.draft.${user}.new.old`, JSON.stringify(draft));
  }, ada.user.id);
  await page.reload();
  const editor = new Editor(page);
  const id = await editor.id();
  await editor.says("Saved");
  expect(await ada.read(id)).toMatchObject({ title: "Cut \ufffd", content: "cut \ufffd off" });
});

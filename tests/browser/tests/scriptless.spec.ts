import { randomUUID } from "node:crypto";

import { HtmlValidate } from "html-validate";

import { urls } from "../src/environment.ts";
import { status } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { publishEverything } from "../src/publication.ts";
import { heading } from "../src/site.ts";

const validator = new HtmlValidate({
  extends: ["html-validate:standard", "html-validate:a11y"],
  // What a list is of may be said, as ARIA has it.
  rules: { "aria-label-misuse": ["error", { allowAnyNamable: true }] },
});

/** Programs that ask for pages to show previews of links, or to index them. */
const robots = [
  "Twitterbot/1.0",
  "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
  "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
  "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
  "Mastodon/4.5.0 (http.rb/5.3.1; +https://mastodon.example/)",
  "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
  "TelegramBot (like TwitterBot)",
  "WhatsApp/2.24.1.84 A",
  "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
  "",
] as const;

test.use({ baseURL: urls.public });

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("every page for readers is complete, and looks as it does with it", async ({ page, ada, faults }) => {
    faults.expect(status(404));
    const { post, pages } = await publishEverything(ada);
    for (const path of Object.values(pages)) {
      const response = await page.goto(path);
      expect(response?.status(), path).toBe(200);
      await expect(page.getByRole("heading", { level: 1 }), path).toHaveCount(1);
      await expect(page.getByRole("link", { name: "Connectly" }), path).toHaveCSS("text-decoration-line", "none");
      await expect(page.getByRole("link", { name: "Sign in" }), path).toBeVisible();
      // What takes a script isn't offered.
      await expect(page.locator(".scripted").filter({ visible: true }), path).toHaveCount(0);
    }
    await page.goto(pages.post);
    await expect(heading(page, post.title)).toBeVisible();
    await expect(page.getByRole("img", { name: "A loom, \"seen\" from above" })).toBeVisible();
    await expect(page.getByRole("figure")).toContainText("A figure with its caption");
    await expect(page.getByText("const answer: number = 42;")).toBeVisible();
    await expect(page.getByRole("link", { name: "An older one" })).toBeVisible();
    await page.getByRole("link", { name: post.tags[0] ?? "" }).click();
    await expect(page.getByRole("link", { name: post.title })).toBeVisible();
    await page.goto(pages.search);
    await page.getByRole("searchbox").fill(post.tags[0] ?? "");
    await page.getByRole("searchbox").press("Enter");
    await expect(page.getByRole("link", { name: post.title })).toBeVisible();
    for (const [path, name] of [
      ["/@nobody_has_this_handle", "No such author"],
      [`${pages.author}/nothing`, "No such post"],
      [`/tag/${randomUUID()}`, "No posts with this tag"],
      ["/nowhere/at/all", "There’s nothing here"],
    ] as const) {
      expect((await page.goto(path))?.status(), path).toBe(404);
      await expect(heading(page, name)).toBeVisible();
      await page.getByRole("link", { name: "Read the latest posts" }).click();
      await expect(page).toHaveURL("/");
    }
  });
});

test("on paper there is the post, and nothing to press", async ({ page, ada }) => {
  const { post, pages } = await publishEverything(ada);
  await page.emulateMedia({ media: "print" });
  await page.goto(pages.post);
  await expect(heading(page, post.title)).toBeVisible();
  await expect(page.getByText("const answer: number = 42;")).toBeVisible();
  for (const role of ["banner", "navigation", "contentinfo", "button"] as const) {
    for (const one of await page.getByRole(role).all()) await expect(one, role).toBeHidden();
  }
  await expect(page.locator(".post-foot")).toBeHidden();
  const over = await page.locator("html").evaluate((root) => root.scrollWidth - root.clientWidth);
  expect(over).toBeLessThanOrEqual(1);
});

test("the HTML of every page for readers is valid", async ({ ada, request }) => {
  const { pages } = await publishEverything(ada);
  const missing = ["/search?q=nothing-like-it", "/@nobody_has_this_handle", "/nowhere/at/all", `/tag/${randomUUID()}`];
  const faults: string[] = [];
  for (const path of [...Object.values(pages), ...missing]) {
    const html = await (await request.get(path, { headers: { accept: "text/html" } })).text();
    const { results } = await validator.validateString(html, path);
    for (const { line, column, ruleId, message } of results.flatMap(({ messages }) => messages)) {
      faults.push(`${path}:${line}:${column}: ${message} (${ruleId})`);
    }
  }
  expect(faults).toEqual([]);
});

test("a robot gets the page that everybody gets, and learns from it what to show", async ({ page, request, ada }) => {
  const { post, cover, pages } = await publishEverything(ada);
  const shown = await (await request.get(pages.post)).text();
  for (const robot of robots) {
    const response = await request.get(pages.post, { headers: { "user-agent": robot, accept: "*/*" } });
    expect(response.status(), robot).toBe(200);
    expect(await response.text(), robot).toBe(shown);
  }
  const at = (path: string) => `${urls.public}${path}`;
  for (const [path, title, image] of [
    [pages.post, post.title, cover],
    [pages.author, "Ada", undefined],
    [pages.front, "Connectly", "/icon-512.png"],
  ] as const) {
    await page.goto(path);
    const meta = (name: string) => page.locator(`meta[property="${name}"]`);
    await expect(meta("og:title")).toHaveAttribute("content", title);
    await expect(meta("og:description")).toHaveAttribute("content", /\w/);
    await expect(meta("og:site_name")).toHaveAttribute("content", "Connectly");
    await expect(meta("og:url")).toHaveAttribute("content", at(path));
    await expect(meta("og:type")).toHaveAttribute("content", /^(?:article|profile|website)$/);
    await expect(meta("og:image")).toHaveAttribute("content", image === undefined ? /^http.*\/media\// : at(image));
    const address = await meta("og:image").getAttribute("content");
    const picture = await request.get(address ?? "", { headers: { "user-agent": robots[0] } });
    expect(picture.headers()["content-type"], path).toMatch(/^image\//);
  }
});

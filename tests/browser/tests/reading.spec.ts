import { randomUUID } from "node:crypto";

import { endSessions } from "../src/database.ts";
import { urls } from "../src/environment.ts";
import { status } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { accountLink, authorCard, Editor, heading, signIn } from "../src/site.ts";

test("a long list is loaded piece by piece, each post once", async ({ page, ada }) => {
  const titles = Array.from({ length: 45 }, (_, index) => `Post number ${index + 1}`);
  for (const title of titles) await ada.publish(title);
  await ada.draft("A draft, which is in no list");
  await signIn(page, ada, `/@${ada.user.handle}`);
  const posts = page.getByRole("article");
  const more = page.getByRole("button", { name: "Load more" });
  await expect(posts).toHaveCount(10);
  await ada.publish("Published meanwhile");
  for (const count of [20, 30, 40, 45]) {
    await more.click();
    await expect(posts).toHaveCount(count);
  }
  await expect(more).toBeHidden();
  await expect(posts.getByRole("heading")).toHaveText(titles.toReversed());
});

test("a list that is loaded by keyboard keeps the place", async ({ page, ada }) => {
  for (const index of Array(21).keys()) await ada.publish(`Post number ${index}`);
  await signIn(page, ada, `/@${ada.user.handle}`);
  const more = page.getByRole("button", { name: "Load more" });
  await more.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("article")).toHaveCount(20);
  await expect(more).toBeFocused();
});

test("an author has a page with what was published there", async ({ page, ada, bob }) => {
  await ada.publish("By Ada");
  await bob.publish("By Bob");
  await signIn(page, ada, `/@${bob.user.handle}`);
  await expect(heading(page, "Bob")).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(1);
  await page.getByRole("link", { name: "By Bob" }).click();
  await expect(heading(page, "By Bob")).toBeVisible();
  await authorCard(page).getByRole("link", { name: "Bob" }).click();
  await expect(page).toHaveURL(`/@${bob.user.handle}`);
  await expect(page.getByRole("article")).toHaveCount(1);
  await page.goBack();
  await expect(heading(page, "By Bob")).toBeVisible();
});

test("at a post's foot are its address, its author and three more posts", async ({ page, ada, bob, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await bob.api.updateMe({ bio: "Weaves patterns.", links: ["https://bob.example/"] });
  for (const title of ["One", "Two", "Three", "Four"]) await bob.publish(title);
  const id = await bob.publish("Five");
  await signIn(page, ada, `/blog/${id}`);
  await expect(authorCard(page)).toContainText("Weaves patterns.");
  await expect(authorCard(page).getByRole("link", { name: "bob.example" })).toHaveAttribute("rel", /\bme\b/);
  await expect(page.locator(".titles a")).toHaveText(["Four", "Three", "Two"]);
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Link copied" })).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${urls.usual}/@${bob.user.handle}/five`);
  const draft = await ada.draft("Not yet");
  await page.goto(`/blog/${draft}`);
  await expect(heading(page, "Not yet")).toBeVisible();
  await expect(page.getByRole("button", { name: "Copy link" })).toBeHidden();
});

test("an empty list says what can be done about it", async ({ page, ada }) => {
  await signIn(page, ada, `/@${ada.user.handle}`);
  await expect(page.getByText("Nothing published here yet.")).toBeVisible();
  // Other tests publish meanwhile, so the feed is never really empty.
  await page.route("**/api/v1/blog/bulk*", (route) => route.fulfill({ json: { posts: [], nextCursor: null } }));
  await page.goto("/");
  await expect(page.getByText("Nothing has been published yet.")).toBeVisible();
  await page.getByRole("link", { name: "Write the first post" }).click();
  await expect(new Editor(page).title).toBeVisible();
});

test("a teaser is the beginning of what readers see, and says how long the post takes", async ({ page, ada }) => {
  const texts: [string, string, number][] = [
    ["Fish &amp; chips, 5 \\* 3", "Fish & chips, 5 * 3", 1],
    ["[Foo](https://en.wikipedia.org/wiki/Foo_(bar)) and ~~less~~ more", "Foo and less more", 1],
    ["**「重要」**です。**한국어(Korean)**는", "「重要」です。한국어(Korean)는", 1],
    ["| a | b |\n|---|---|\n| c | d |\n\n```\ncode\n```", "a b c d", 1],
    ["हिन्दी ".repeat(952), `${"हिन्दी ".repeat(34).trimEnd()}…`, 4],
    ["engine ".repeat(952), `${"engine ".repeat(34).trimEnd()}…`, 4],
    ["字".repeat(1_500), `${"字".repeat(239)}…`, 3],
  ];
  for (const [content] of texts) await ada.publish("A post", content);
  const lists: string[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/api/v1/blog/bulk")) lists.push(response.url());
  });
  await signIn(page, ada, `/@${ada.user.handle}`);
  const teasers = page.getByRole("article");
  await expect(teasers).toHaveCount(texts.length);
  for (const [index, [, text, minutes]] of texts.toReversed().entries()) {
    await expect(teasers.nth(index).locator(".teaser-text")).toHaveText(text);
    await expect(teasers.nth(index)).toContainText(`${minutes} min read`);
  }
  // And this doesn't fetch whole posts.
  for (const url of lists) expect(url).toContain("content=excerpt");
  expect(lists).not.toEqual([]);
  await teasers.nth(2).getByRole("link", { name: "A post" }).click();
  await expect(heading(page, "A post")).toBeVisible();
  await expect(page.getByText("4 min read")).toBeVisible();
});

test("an unknown address is answered with 404, and says so", async ({ page, faults }) => {
  faults.expect(status(404, "/nowhere"));
  const response = await page.goto("/nowhere/at/all");
  expect(response?.status()).toBe(404);
  await expect(heading(page, "There’s nothing here")).toBeVisible();
  await page.getByRole("link", { name: "To the latest posts" }).click();
  await expect(heading(page, "Sign in")).toBeVisible();
});

test("an address of a file or of the API at which there is nothing shows a page", async ({ page, faults }) => {
  faults.expect(status(404, "/foo.php"), status(404, "/api/v1/nothing"));
  for (const path of ["/foo.php", "/api/v1/nothing"]) {
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    await expect(heading(page, "There’s nothing here")).toBeVisible();
  }
});

test("an address that is nearly right leads to the page", async ({ page, ada }) => {
  await page.goto("/signin/?next=%2Fposts");
  await expect(page).toHaveURL("/signin?next=%2Fposts");
  await expect(heading(page, "Sign in")).toBeVisible();
  await page.goto("/docs/");
  await expect(page).toHaveURL("/docs");
  // The address for password managers: sign in first, then the page itself.
  await page.goto("/.well-known/change-password");
  await expect(heading(page, "Sign in")).toBeVisible();
  await page.getByLabel("E-mail").fill(ada.email);
  await page.getByLabel("Password", { exact: true }).fill(ada.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/account");
});

test("a post that is not there is said to be missing", async ({ page, ada, bob, faults }) => {
  faults.expect(status(404));
  const draft = await bob.draft("A stranger's draft");
  await signIn(page, ada);
  for (const id of [randomUUID(), "not-an-id", draft]) {
    await page.goto(`/blog/${id}`);
    await expect(heading(page, "No such post")).toBeVisible();
    await page.goto(`/edit/${id}`);
    await expect(heading(page, "No such post")).toBeVisible();
  }
  await page.goto(`/@${bob.user.handle}/nothing`);
  await expect(heading(page, "No such post")).toBeVisible();
  await page.goto("/@nobody_has_this_handle");
  await expect(heading(page, "No such author")).toBeVisible();
});

test("somebody else's post can be read, but not edited", async ({ page, ada, bob }) => {
  const id = await bob.publish("Hands off");
  await signIn(page, ada, `/blog/${id}`);
  await expect(heading(page, "Hands off")).toBeVisible();
  await expect(page.getByRole("link", { name: "Edit" })).toBeHidden();
  await page.goto(`/edit/${id}`);
  await expect(heading(page, "This post belongs to somebody else")).toBeVisible();
  await page.getByRole("link", { name: "Read it" }).click();
  await expect(heading(page, "Hands off")).toBeVisible();
});

test.describe("where everybody may read", () => {
  test.use({ baseURL: urls.public });

  test("a visitor reads the feed and a post without an account", async ({ page, ada }) => {
    const id = await ada.publish("For everybody", "Come in.");
    await page.goto("/");
    await expect(heading(page, "Latest posts")).toBeVisible();
    await expect(accountLink(page)).toBeHidden();
    // The addresses of before lead to those of now.
    await page.goto(`/?author=${ada.user.id}`);
    await expect(page).toHaveURL(`/@${ada.user.handle}`);
    await page.getByRole("link", { name: "For everybody" }).click();
    await expect(page).toHaveURL(`/@${ada.user.handle}/for-everybody`);
    await page.goto(`/blog/${id}`);
    await expect(page).toHaveURL(`/@${ada.user.handle}/for-everybody`);
    await expect(page.getByText("Come in.")).toBeVisible();
    await page.reload();
    await expect(page.getByText("Come in.")).toBeVisible();
    await page.getByRole("link", { name: "Sign in" }).click();
    await expect(heading(page, "Sign in")).toBeVisible();
  });

  test("a shared link says what it shows", async ({ page, ada }) => {
    const content = "*In short:* all is [well](https://x.example/a_(b)) &amp; fine: 5 \\* 3. **「重要」**です";
    const id = await ada.publish("A shared one </title><script>alert(1)</script>", content);
    const { address } = await ada.read(id);
    await page.goto(`/blog/${id}`);
    const property = (name: string) => page.locator(`meta[property="${name}"]`);
    await expect(property("og:title")).toHaveAttribute("content", "A shared one </title><script>alert(1)</script>");
    const description = "In short: all is well & fine: 5 * 3. 「重要」です";
    await expect(property("og:description")).toHaveAttribute("content", description);
    await expect(page.locator("meta[name=description]")).toHaveAttribute("content", description);
    await expect(page.locator("link[rel=canonical]")).toHaveAttribute("href", `${urls.public}${address ?? ""}`);
    await expect(page).toHaveTitle("A shared one </title><script>alert(1)</script> – Connectly");
  });

  test("a search engine that obeys sees what a visitor sees", async ({ page, request, ada }) => {
    const id = await ada.publish("For search engines too", "Come in.\n\n```js\nlet x = 1;\n```");
    const robots = await (await request.get("/robots.txt")).text();
    const rules = Array.from(robots.matchAll(/^(Allow|Disallow): (.*)$/gm), ([, kind, path]) => ({ kind, path: path ?? "" }));
    expect(rules).not.toEqual([]);
    const asked: URL[] = [];
    page.on("request", (sent) => asked.push(new URL(sent.url())));
    for (const path of [`/blog/${id}`, `/@${ada.user.handle}`]) {
      await page.goto(path);
      await expect(page.getByText("Come in.")).toBeVisible();
    }
    // RFC 9309: the longest matching rule counts, and one that allows beats one that forbids.
    const forbidden = asked
      .map(({ pathname, search }) => pathname + search)
      .filter((address) => {
        const longest = rules
          .filter(({ path }) => address.startsWith(path))
          .sort((one, other) => other.path.length - one.path.length || (one.kind === "Allow" ? -1 : 1))[0];
        return longest?.kind === "Disallow";
      });
    expect(asked.some(({ pathname }) => pathname.endsWith("/for-search-engines-too"))).toBe(true);
    // The text is in the page itself.
    expect(asked.filter(({ pathname }) => pathname.startsWith("/api/"))).toEqual([]);
    expect(forbidden).toEqual([]);
  });

  test("who reads when the session ends elsewhere reads on, as nobody", async ({ page, ada, faults }) => {
    faults.expect(status(401));
    const id = await ada.publish("For everybody", "Come in.");
    const path = `/@${ada.user.handle}/for-everybody`;
    // The app's page asks for more by this author at its end. Nothing may be on its way any more.
    const more = page.waitForResponse((response) => response.url().includes("handle="));
    await signIn(page, ada, `/blog/${id}`);
    await expect(page.getByRole("region", { name: "Author" })).toBeVisible();
    await (await more).finished();
    await endSessions(ada);
    await page.reload();
    await expect(page.getByText("Come in.")).toBeVisible();
    await expect(page).toHaveURL(path);
    // The page is the same for everybody: only one that needs the session finds out.
    await accountLink(page).click();
    await expect(heading(page, "Sign in")).toBeVisible();
    await page.goto(path);
    await expect(page.getByText("Come in.")).toBeVisible();
    await expect(accountLink(page)).toBeHidden();
    await page.goto(`/@${ada.user.handle}`);
    await expect(page.getByRole("link", { name: "For everybody" })).toBeVisible();
  });

  test("a post that is not there is answered with 404", async ({ page, faults }) => {
    faults.expect(status(404));
    const response = await page.goto(`/blog/${randomUUID()}`);
    expect(response?.status()).toBe(404);
    await expect(heading(page, "No such post")).toBeVisible();
  });

  test("writing asks for an account", async ({ page, ada }) => {
    await page.goto("/publish");
    await expect(heading(page, "Sign in")).toBeVisible();
    await page.getByLabel("E-mail").fill(ada.email);
    await page.getByLabel("Password", { exact: true }).fill(ada.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(new Editor(page).title).toBeVisible();
  });
});

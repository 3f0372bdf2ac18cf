import { randomUUID } from "node:crypto";

import { endSessions } from "../src/database.ts";
import { urls } from "../src/environment.ts";
import { status } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { accountLink, Editor, heading, signIn } from "../src/site.ts";

test("a long list is loaded piece by piece, each post once", async ({ page, ada }) => {
  const titles = Array.from({ length: 45 }, (_, index) => `Post number ${index + 1}`);
  for (const title of titles) await ada.publish(title);
  await ada.draft("A draft, which is in no list");
  await signIn(page, ada, `/?author=${ada.user.id}`);
  const posts = page.getByRole("article");
  const more = page.getByRole("button", { name: "Load more" });
  await expect(posts).toHaveCount(9);
  await ada.publish("Published meanwhile");
  for (const count of [19, 29, 39, 45]) {
    await more.click();
    await expect(posts).toHaveCount(count);
  }
  await expect(more).toBeHidden();
  await expect(posts.getByRole("heading")).toHaveText(titles.toReversed());
});

test("a list that is loaded by keyboard keeps the place", async ({ page, ada }) => {
  for (const index of Array(21).keys()) await ada.publish(`Post number ${index}`);
  await signIn(page, ada, `/?author=${ada.user.id}`);
  const more = page.getByRole("button", { name: "Load more" });
  await more.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("article")).toHaveCount(20);
  await expect(more).toBeFocused();
});

test("an author has a page with what was published there", async ({ page, ada, bob }) => {
  await ada.publish("By Ada");
  await bob.publish("By Bob");
  await signIn(page, ada, `/?author=${bob.user.id}`);
  await expect(heading(page, "Bob")).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(1);
  await page.getByRole("link", { name: "By Bob" }).click();
  await expect(heading(page, "By Bob")).toBeVisible();
  await page.getByRole("link", { name: "More by Bob" }).click();
  await expect(heading(page, "Bob")).toBeVisible();
  await page.goBack();
  await expect(heading(page, "By Bob")).toBeVisible();
});

test("an empty list says what can be done about it", async ({ page, ada }) => {
  await signIn(page, ada, `/?author=${ada.user.id}`);
  await expect(page.getByText("Nothing has been published yet.")).toBeVisible();
  await page.getByRole("link", { name: "Write the first post" }).click();
  await expect(new Editor(page).title).toBeVisible();
});

test("an unknown address is answered with 404, and says so", async ({ page, faults }) => {
  faults.expect(status(404, "/nowhere"));
  const response = await page.goto("/nowhere/at/all");
  expect(response?.status()).toBe(404);
  await expect(heading(page, "There is nothing here")).toBeVisible();
  await page.getByRole("link", { name: "To the latest posts" }).click();
  await expect(heading(page, "Sign in")).toBeVisible();
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
  await page.goto("/?author=nobody");
  await expect(heading(page, "No such author")).toBeVisible();
});

test("somebody else's post can be read, but not edited", async ({ page, ada, bob }) => {
  const id = await bob.publish("Hands off");
  await signIn(page, ada, `/blog/${id}`);
  await expect(heading(page, "Hands off")).toBeVisible();
  await expect(page.getByRole("link", { name: "Edit" })).toBeHidden();
  await page.goto(`/edit/${id}`);
  await expect(heading(page, "This post is somebody else’s")).toBeVisible();
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
    await page.goto(`/?author=${ada.user.id}`);
    await page.getByRole("link", { name: "For everybody" }).click();
    await expect(page).toHaveURL(`/blog/${id}`);
    await expect(page.getByText("Come in.")).toBeVisible();
    await page.reload();
    await expect(page.getByText("Come in.")).toBeVisible();
    await page.getByRole("link", { name: "Sign in" }).click();
    await expect(heading(page, "Sign in")).toBeVisible();
  });

  test("a shared link says what it shows", async ({ page, ada }) => {
    const id = await ada.publish("A shared one </title><script>alert(1)</script>", "*In short:* all is well.");
    await page.goto(`/blog/${id}`);
    const property = (name: string) => page.locator(`meta[property="${name}"]`);
    await expect(property("og:title")).toHaveAttribute("content", "A shared one </title><script>alert(1)</script>");
    await expect(property("og:description")).toHaveAttribute("content", "In short: all is well.");
    await expect(page.locator("link[rel=canonical]")).toHaveAttribute("href", `${urls.public}/blog/${id}`);
    await expect(page).toHaveTitle("A shared one </title><script>alert(1)</script> – Connectly");
  });

  test("who reads when the session ends elsewhere reads on, as nobody", async ({ page, ada, faults }) => {
    faults.expect(status(401));
    const id = await ada.publish("For everybody", "Come in.");
    await signIn(page, ada, `/blog/${id}`);
    await endSessions(ada);
    await page.reload();
    await expect(page.getByText("Come in.")).toBeVisible();
    await expect(page).toHaveURL(`/blog/${id}`);
    await expect(accountLink(page)).toBeHidden();
    await page.goto(`/?author=${ada.user.id}`);
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

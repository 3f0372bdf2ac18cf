import { password } from "../src/actor.ts";
import { status } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { accountLink, Editor, fillSignIn, heading } from "../src/site.ts";

test.describe("a form is checked before it is sent", () => {
  test.beforeEach(async ({ page }) => {
    await page.route("**/api/**", async (route) => {
      await route.abort();
      throw new Error(`sent: ${route.request().url()}`);
    });
  });

  test("signing up with nothing", async ({ page }) => {
    await page.goto("/signup");
    await page.getByRole("button", { name: "Create account" }).click();
    const email = page.getByLabel("E-mail");
    await expect(email).toBeFocused();
    await expect(email).toHaveAccessibleDescription("Email must be an e-mail address such as ada@example.com, of at most 254 characters.");
    await expect(email).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(
      /Password must have 8 to 128 characters/,
    );
    await expect(page.getByLabel("Name")).toHaveAttribute("aria-invalid", "false");
  });

  for (const [what, name, email, secret, field, words] of [
    ["no address", "Ada", "nobody", password, /^E-mail/, /must be an e-mail address/],
    ["no dot in the domain", "Ada", "ada@localhost", password, /^E-mail/, /must be an e-mail address/],
    ["a short password", "Ada", "ada@example.com", "1234567", /^Password/, /8 to 128 characters/],
    ["a long password", "Ada", "ada@example.com", "x".repeat(129), /^Password/, /8 to 128 characters/],
    ["a long name", "A".repeat(81), "ada@example.com", password, /^Name/, /1 to 80 characters/],
  ] as const) {
    test(`signing up with ${what}`, async ({ page }) => {
      await page.goto("/signup");
      await page.getByLabel("Name").fill(name);
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password", { exact: true }).fill(secret);
      await page.getByRole("button", { name: "Create account" }).click();
      await expect(page.getByRole("textbox", { name: field })).toBeFocused();
      await expect(page.getByRole("textbox", { name: field })).toHaveAccessibleDescription(words);
    });
  }
});

test("an e-mail address that is taken is said where it can be changed", async ({ page, ada, faults }) => {
  faults.expect(status(409, "/signup"));
  await page.goto("/signup");
  await page.getByLabel("E-mail").fill(ada.email.toUpperCase());
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  const email = page.getByLabel("E-mail");
  await expect(email).toHaveAttribute("aria-invalid", "true");
  await expect(email).toHaveAccessibleDescription(/There’s already an account with this e-mail address/);
  await expect(email).toBeFocused();
  await expect(email).toHaveValue(ada.email.toUpperCase());
});

test("a wrong password and an unknown address are the same to whoever asks", async ({ page, ada, faults }) => {
  faults.expect(status(401, "/signin"));
  await page.goto("/signin");
  const refusal = page.getByRole("alert").getByText("Wrong e-mail address or password.");
  await fillSignIn(page, { email: ada.email, password: "not the password" });
  await expect(refusal).toBeVisible();
  await page.reload();
  await fillSignIn(page, { email: `nobody-${ada.email}`, password });
  await expect(refusal).toBeVisible();
  await expect(page).toHaveURL("/signin");
  await fillSignIn(page, ada);
  await expect(accountLink(page)).toBeVisible();
});

test("a password can be looked at", async ({ page }) => {
  await page.goto("/signin");
  const secret = page.getByLabel("Password", { exact: true });
  await expect(secret).toHaveAttribute("type", "password");
  await page.getByRole("button", { name: "Show password" }).click();
  await expect(secret).toHaveAttribute("type", "text");
});

test("a button that is pressed twice signs up once", async ({ page, ada }) => {
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") sent.push(request.url());
  });
  await page.goto("/signup");
  await page.getByLabel("E-mail").fill(`twice-${ada.email}`);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).dblclick();
  await expect(accountLink(page)).toBeVisible();
  expect(sent).toHaveLength(1);
});

test("a post needs a title and a text before it is published", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.text.fill("Without a name.");
  await editor.publish.click();
  await expect(editor.title).toHaveAccessibleDescription("Add a title first.");
  await editor.title.fill("x".repeat(201));
  await expect(editor.title).toHaveAccessibleDescription(/1 character too many/);
  await editor.title.fill("A name");
  await editor.text.fill("");
  await editor.publish.click();
  await expect(editor.text).toHaveAccessibleDescription("Write some text first.");
  await editor.text.fill("A text.");
  await editor.publishNow();
  await editor.viewPost();
  await expect(heading(page, "A name")).toBeVisible();
});

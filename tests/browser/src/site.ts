import { expect, type Locator, type Page } from "@playwright/test";

import type { Actor } from "./actor.ts";

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Fills in the form of the sign-in page, and sends it. */
export async function fillSignIn(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signs in on the site, and waits until the page that follows is there: the feed, or another. */
export async function signIn(page: Page, actor: Actor, next = "/"): Promise<void> {
  await page.goto(`/signin?next=${encodeURIComponent(next)}`);
  await fillSignIn(page, actor);
  await expect(accountLink(page)).toBeVisible();
}

/** Waits until the page's files are cached, and served from the cache. */
export async function isKept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** What only signed-in users see. */
export function accountLink(page: Page): Locator {
  return page.getByRole("link", { name: "Account", exact: true });
}

/** The heading that names the page. */
export function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole("heading", { level: 1, name });
}

/** The editor's fields, buttons and words. */
export class Editor {
  readonly page: Page;
  readonly title: Locator;
  readonly text: Locator;
  readonly publish: Locator;
  readonly update: Locator;
  readonly preview: Locator;
  readonly conflict: Locator;
  /** What is decided before a post is published. */
  readonly sheet: Locator;

  constructor(page: Page) {
    this.page = page;
    this.title = page.getByRole("textbox", { name: "Title" });
    this.text = page.getByRole("textbox", { name: "Text" });
    this.publish = page.locator(".editor-bar").getByRole("button", { name: "Publish", exact: true });
    this.update = page.locator(".editor-bar").getByRole("button", { name: "Update", exact: true });
    this.preview = page.getByRole("region", { name: "Preview" });
    this.sheet = page.getByRole("dialog", { name: "Publish", exact: true });
    this.conflict = page.getByRole("dialog", { name: "This post was changed elsewhere" });
  }

  /** Begins a new post; signs `actor` in first. */
  static async write(page: Page, actor?: Actor): Promise<Editor> {
    return Editor.#at(page, "/publish", actor);
  }

  /** Opens an existing post; signs `actor` in first. */
  static async open(page: Page, id: string, actor?: Actor): Promise<Editor> {
    return Editor.#at(page, `/edit/${id}`, actor);
  }

  static async #at(page: Page, path: string, actor: Actor | undefined): Promise<Editor> {
    if (actor) await signIn(page, actor, path);
    else await page.goto(path);
    const editor = new Editor(page);
    await expect(editor.title).toBeVisible();
    return editor;
  }

  async fill(title: string, text: string): Promise<void> {
    await this.title.fill(title);
    await this.text.fill(text);
  }

  /** Publishes a new post, with what the sheet proposes. */
  async publishNow(): Promise<void> {
    await this.publish.click();
    await this.sheet.getByRole("button", { name: "Publish", exact: true }).click();
  }

  /** Goes to the post that has just been published. */
  async viewPost(): Promise<void> {
    await this.page.getByRole("dialog", { name: "Published" }).getByRole("link", { name: "View post" }).click();
  }

  /** The text in the editor: what its lines show, without CodeMirror's own hint in an empty one. */
  async value(): Promise<string> {
    return this.text.evaluate((element) =>
      [...element.querySelectorAll(".cm-line")]
        .map((line) => (line.querySelector(".cm-placeholder") ? "" : line.textContent))
        .join("\n"),
    );
  }

  /** Waits until the text is exactly this. */
  async reads(text: string | RegExp): Promise<void> {
    const words = "the text in the editor";
    if (typeof text === "string") await expect.poll(() => this.value(), words).toBe(text);
    else await expect.poll(() => this.value(), words).toMatch(text);
  }

  /** Shows what readers will see, or goes back to the text. */
  async togglePreview(): Promise<void> {
    await this.page.getByRole("button", { name: "Preview" }).click();
  }

  /** Waits until the editor's status is exactly this. */
  async says(words: string | RegExp): Promise<void> {
    const whole = typeof words === "string" ? new RegExp(`^${words}$`) : words;
    await expect(this.page.getByRole("status").filter({ hasText: whole })).toBeVisible();
  }

  /** The id of the post, once its address has one. */
  async id(): Promise<string> {
    await expect(this.page).toHaveURL(/\/edit\//);
    return new URL(this.page.url()).pathname.replace("/edit/", "");
  }
}

/** What the editor says while there is no network. */
export const offline = /^Kept on this device – offline, will save when you’re back online$/;

import type { Locator, Page } from "@playwright/test";

import { status } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { photo, picture } from "../src/pictures.ts";
import { Editor } from "../src/site.ts";

interface File {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const png: File = { name: "loom.png", mimeType: "image/png", buffer: picture(60, 40) };
const address = String.raw`/media/[0-9a-f-]{36}/\d+x\d+\.\w+`;

/** Chooses files by the button. */
async function choose(page: Page, ...files: File[]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Picture", exact: true }).click(),
  ]);
  await chooser.setFiles(files);
}

/** Pastes or drops a file as the browser does, at a point of the screen. */
async function give(target: Locator, type: "paste" | "drop", file: File, point = { x: 0, y: 0 }): Promise<void> {
  await target.evaluate(
    (element, { type, name, mimeType, base64, point }) => {
      const bytes = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], name, { type: mimeType }));
      const init = { bubbles: true, cancelable: true };
      element.dispatchEvent(
        type === "paste"
          ? new ClipboardEvent(type, { ...init, clipboardData: transfer })
          : new DragEvent(type, { ...init, dataTransfer: transfer, clientX: point.x, clientY: point.y }),
      );
    },
    { type, name: file.name, mimeType: file.mimeType, base64: file.buffer.toString("base64"), point },
  );
}

const question = (page: Page) => page.getByLabel("What does the picture show?");

test("a picture is chosen, described, and in the post without the place where it was taken", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.fill("On the canal", "Before.");
  await editor.text.press("End");
  const jpeg = await photo(page, 640, 480);
  expect(jpeg.includes("Exif"), "the file says where").toBe(true);
  await choose(page, { name: "canal.jpg", mimeType: "image/jpeg", buffer: jpeg });
  await expect(question(page)).toBeVisible();
  await editor.reads(new RegExp(`^Before\\.\\n\\n!\\[\\]\\(${address}\\)$`));
  await question(page).fill("A [grey] canal");
  await page.getByRole("button", { name: "Add description" }).click();
  await expect(question(page)).toBeHidden();
  await expect(editor.text).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.type("After.");
  await editor.reads(/!\[A \\\[grey\\\] canal\]\([^)]*\)\nAfter\.$/);
  await editor.publishNow();
  await editor.viewPost();
  const shown = page.getByRole("article").getByRole("img", { name: "A [grey] canal" });
  await expect(shown).toBeVisible();
  await expect.poll(() => shown.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
  const file = await page.request.get((await shown.getAttribute("src")) ?? "");
  expect(file.status()).toBe(200);
  expect((await file.body()).includes("Exif"), "nobody learns where").toBe(false);
});

test("a description can be left out, on purpose", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.text.focus();
  await choose(page, png);
  await page.getByRole("button", { name: "No description" }).click();
  await expect(question(page)).toBeHidden();
  await editor.reads(new RegExp(`^!\\[\\]\\(${address}\\)$`));
});

test("a large picture is made smaller before it is sent", async ({ page, ada }) => {
  const added: string[] = [];
  page.on("request", (request) => {
    const width = /\/media\/[^/]+\/(\d+)$/.exec(request.url())?.[1];
    if (request.method() === "PUT" && width !== undefined) added.push(width);
  });
  const editor = await Editor.write(page, ada);
  await editor.text.focus();
  await choose(page, { ...png, buffer: picture(4000, 3000) });
  await expect(question(page)).toBeVisible();
  await editor.reads(/2560x1920\.\w+\)$/);
  const { pictures } = await ada.api.listPictures();
  expect(pictures).toMatchObject([{ width: 2560, height: 1920 }]);
  expect(added, "and in several widths").toEqual(["480", "960", "1440"]);
});

for (const field of ["text", "title"] as const) {
  test(`a pasted picture is in the text: ${field}`, async ({ page, ada }) => {
    const editor = await Editor.write(page, ada);
    await editor[field].focus();
    await give(editor[field], "paste", png);
    await expect(question(page)).toBeVisible();
    await editor.reads(new RegExp(`^!\\[\\]\\(${address}\\)$`));
    await expect(editor.title).toHaveValue("");
  });
}

test("a dropped picture is where it was dropped", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.text.fill("One.\n\nTwo.\n\nThree.");
  const line = await editor.text.getByText("One.").boundingBox();
  await give(editor.text, "drop", png, { x: (line?.x ?? 0) + 5, y: (line?.y ?? 0) + 10 });
  await expect(question(page)).toBeVisible();
  await editor.reads(new RegExp(`^One\\.\\n\\n!\\[\\]\\(${address}\\)\\n\\nTwo\\.\\n\\nThree\\.$`));
});

test("one writes on while a picture is sent, and it comes to its place", async ({ page, ada }) => {
  const held: (() => void)[] = [];
  await page.route("**/api/v1/media", async (route) => {
    await new Promise<void>((release) => held.push(release));
    await route.continue();
  });
  const editor = await Editor.write(page, ada);
  await editor.fill("Meanwhile", "One.\n\nTwo.");
  await editor.text.press("ControlOrMeta+Home");
  await editor.text.press("End");
  await choose(page, png);
  await expect(page.getByRole("progressbar", { name: /loom\.png/ })).toBeVisible();
  await editor.text.press("ControlOrMeta+End");
  await page.keyboard.type(" And on.");
  // Readers would miss it.
  await editor.publish.click();
  await expect(page.getByText("A picture isn’t uploaded yet.")).toBeVisible();
  await expect.poll(() => held.length).toBe(1);
  for (const release of held) release();
  await expect(question(page)).toBeVisible();
  await editor.reads(new RegExp(`^One\\.\\n\\n!\\[\\]\\(${address}\\)\\n\\nTwo\\. And on\\.$`));
});

test("an upload can be cancelled, and leaving the page during one is asked about", async ({ page, ada }) => {
  await page.route("**/api/v1/media", () => undefined);
  const editor = await Editor.write(page, ada);
  await editor.fill("Cancelled", "Text.");
  await editor.says("Saved");
  await choose(page, png);
  await page.getByRole("link", { name: "Your posts" }).click();
  const dialog = page.getByRole("dialog", { name: "Leave without your picture?" });
  await dialog.getByRole("button", { name: "Stay" }).click();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await expect(page.getByRole("group", { name: /loom\.png/ })).toBeHidden();
  await editor.reads("Text.");
});

test("what is no picture is refused in words, and what is too large isn't sent", async ({ page, ada, faults }) => {
  faults.expect(status(415, "/media"));
  const sent: string[] = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  const editor = await Editor.write(page, ada);
  await editor.text.fill("Text.");
  await choose(page, { ...png, name: "notes.png", buffer: Buffer.from("Not a picture at all.") });
  const words = page.getByRole("alert").filter({ hasText: "isn’t a picture that can be shown" });
  await expect(words).toBeVisible();
  await page.getByRole("button", { name: "Remove" }).click();
  await expect(words).toBeHidden();

  const asked = sent.length;
  const large = Buffer.concat([Buffer.from("GIF89a"), Buffer.alloc(11 * 1024 * 1024)]);
  await choose(page, { name: "film.gif", mimeType: "image/gif", buffer: large });
  await expect(page.getByRole("alert").filter({ hasText: "larger than 10 MB" })).toBeVisible();
  expect(sent.slice(asked).filter((url) => url.endsWith("/media"))).toEqual([]);
  await page.getByRole("button", { name: "Remove" }).click();
  await editor.reads("Text.");
});

test("a picture without room is refused in words", async ({ page, ada, faults }) => {
  faults.expect(status(409, "/media"));
  await page.route("**/api/v1/media", (route) =>
    route.fulfill({
      status: 409,
      contentType: "application/problem+json",
      json: {
        type: "about:blank",
        title: "Conflict",
        status: 409,
        error: "No room left",
        detail: "the account's pictures have no room left; delete some of them",
      },
    }),
  );
  await Editor.write(page, ada);
  await choose(page, png);
  await expect(page.getByRole("alert").filter({ hasText: "There’s no room left for your pictures." })).toBeVisible();
});

test("without a network a picture waits, and is sent when it is back", async ({ page, ada, context, faults }) => {
  faults.expect(/ERR_INTERNET_DISCONNECTED/);
  const editor = await Editor.write(page, ada);
  await editor.fill("In a tunnel", "Text.");
  await editor.says("Saved");
  await editor.text.press("End");
  await context.setOffline(true);
  await choose(page, png);
  await expect(page.getByRole("alert").filter({ hasText: "there’s no connection" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
  await context.setOffline(false);
  await expect(question(page)).toBeVisible();
  await editor.reads(new RegExp(`^Text\\.\\n\\n!\\[\\]\\(${address}\\)$`));
});

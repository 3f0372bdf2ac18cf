import type { CDPSession, Locator, Page } from "@playwright/test";

import { expect, test } from "../src/fixtures.ts";
import { Editor } from "../src/site.ts";

interface Key {
  readonly key: string;
  readonly code?: string;
  readonly ctrlKey?: boolean;
  readonly altKey?: boolean;
  readonly keyCode?: number;
  readonly isComposing?: boolean;
}

/** Sends a key's event as a keyboard of another layout does; whether the page kept it from the browser. */
async function press(target: Locator, key: Key): Promise<boolean> {
  return target.evaluate((element, init) => {
    const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
    return !element.dispatchEvent(event);
  }, key);
}

/** The key of Ctrl+B and of Ctrl+S, in the layouts of six scripts and where letters have no case. */
const layouts: readonly (readonly [string, Key, Key])[] = [
  ["Latin", { key: "b", code: "KeyB" }, { key: "s", code: "KeyS" }],
  ["Caps Lock", { key: "B", code: "KeyB" }, { key: "S", code: "KeyS" }],
  ["Dvorak", { key: "b", code: "KeyN" }, { key: "s", code: "Semicolon" }],
  ["Cyrillic", { key: "и", code: "KeyB" }, { key: "ы", code: "KeyS" }],
  ["Greek", { key: "β", code: "KeyB" }, { key: "σ", code: "KeyS" }],
  ["Hebrew", { key: "נ", code: "KeyB" }, { key: "ד", code: "KeyS" }],
  ["Arabic", { key: "لا", code: "KeyB" }, { key: "س", code: "KeyS" }],
  ["Devanagari", { key: "व", code: "KeyB" }, { key: "े", code: "KeyS" }],
  ["a Japanese input method", { key: "Process", code: "KeyB", keyCode: 229 }, { key: "Process", code: "KeyS", keyCode: 229 }],
];

for (const [layout, b, s] of layouts) {
  test(`Ctrl+B makes bold and Ctrl+S saves: ${layout}`, async ({ page, ada }) => {
    const editor = await Editor.open(page, await ada.draft("Keys", "word"), ada);
    await editor.text.selectText();
    expect(await press(editor.text, { ...b, ctrlKey: true }), "the page takes Ctrl+B").toBe(true);
    await editor.reads("**word**");
    expect(await press(editor.title, { ...s, ctrlKey: true }), "the page takes Ctrl+S").toBe(true);
    await editor.says("Saved");
    expect(await press(editor.text, { ...s, ctrlKey: true, altKey: true }), "AltGr writes").toBe(false);
  });
}

test("Ctrl+S saves wherever the focus is, and Caps Lock does not matter", async ({ page, ada }) => {
  const id = await ada.publish("Where the focus is", "0");
  const editor = await Editor.open(page, id, ada);
  const spots = [
    editor.title,
    editor.text,
    page.getByRole("button", { name: "Bold" }),
    editor.update,
    page.getByRole("button", { name: "Preview" }),
    page.getByRole("link", { name: "Account", exact: true }),
  ];
  for (const [index, spot] of spots.entries()) {
    await editor.text.fill(`${index + 1}`);
    await spot.focus();
    await page.evaluate(() => {
      document.body.dataset["kept"] = "";
      window.onkeydown = ({ key, defaultPrevented }) => {
        document.body.dataset["kept"] = `${document.body.dataset["kept"] ?? ""}${key}: ${defaultPrevented} `;
      };
    });
    await page.keyboard.press(index % 2 === 0 ? "Control+s" : "Control+S");
    await expect(page.locator("body")).toHaveAttribute("data-kept", /[sS]: true/);
  }
});

test("signs around a selection are undone in one step, and taken away by a second press", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  const text = "one \n\n- two\n\nthree ";
  await editor.text.fill(text);
  for (const [key, name, signed] of [
    ["b", "strong", "**one** \n\n- **two**\n\n**three** "],
    ["i", "emphasis", "*one* \n\n- *two*\n\n*three* "],
  ] as const) {
    await editor.text.press("ControlOrMeta+a");
    await page.keyboard.press(`ControlOrMeta+${key}`);
    await editor.reads(signed);
    await editor.togglePreview();
    await expect(editor.preview.getByRole(name)).toHaveText(["one", "two", "three"]);
    await editor.togglePreview();
    await editor.text.focus();
    await page.keyboard.press("ControlOrMeta+z");
    await editor.reads(text);
    await editor.text.press("ControlOrMeta+a");
    await page.keyboard.press(`ControlOrMeta+${key}`);
    await page.keyboard.press(`ControlOrMeta+${key}`);
    await editor.reads(text);
  }
});

test("a shortcut pressed while composing changes nothing that is being composed", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.text.focus();
  const ime = await page.context().newCDPSession(page);
  await compose(ime, "にほん");
  expect(await press(editor.text, { key: "b", code: "KeyB", ctrlKey: true, isComposing: true })).toBe(true);
  await editor.reads("にほん");
  await ime.send("Input.insertText", { text: "日本" });
  await editor.reads("日本");
});

/** Writes with an input method, without ending the composition. */
async function compose(ime: CDPSession, text: string): Promise<void> {
  await ime.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
}

/** The Enter that an input method consumes: the browser reports it with key code 229. */
async function enter(ime: CDPSession): Promise<void> {
  await ime.send("Input.dispatchKeyEvent", {
    type: "keyDown",
    key: "Enter",
    code: "Enter",
    windowsVirtualKeyCode: 229,
    text: "\r",
  });
  await ime.send("Input.dispatchKeyEvent", { type: "keyUp", key: "Enter", code: "Enter", windowsVirtualKeyCode: 229 });
}

for (const [language, composed, final] of [
  ["Japanese", "にほんご", "日本語"],
  ["Korean", "한구", "한국"],
  ["Chinese", "zhongwen", "中文"],
] as const) {
  test(`the Enter that ends a composition stays in the title: ${language}`, async ({ page, ada }) => {
    const editor = await Editor.write(page, ada);
    await editor.title.focus();
    const ime = await page.context().newCDPSession(page);
    await compose(ime, composed);
    await enter(ime);
    await expect(editor.title).toBeFocused();
    await ime.send("Input.insertText", { text: final });
    await expect(editor.title).toHaveValue(final);
    // Safari's: the composition has ended, and its Enter comes after it.
    await press(editor.title, { key: "Enter", code: "Enter", keyCode: 229, isComposing: false });
    // Korean input methods end the composition and also insert the Enter.
    await enter(ime);
    await expect(editor.title).toBeFocused();
    await expect(editor.title).toHaveValue(final);
    await page.keyboard.press("Enter");
    await expect(editor.text).toBeFocused();
  });
}

for (const [path, field, button] of [
  ["/signin", "E-mail", "Sign in"],
  ["/signup", "Name", "Create account"],
] as const) {
  test(`the Enter that ends a composition sends no form: ${path}`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("button", { name: button })).toBeVisible();
    const input = page.getByLabel(field);
    await input.focus();
    const ime = await page.context().newCDPSession(page);
    await compose(ime, "にほん");
    await enter(ime);
    await ime.send("Input.insertText", { text: "日本" });
    expect(await press(input, { key: "Enter", keyCode: 229, isComposing: false }), "Safari's Enter").toBe(true);
    await enter(ime);
    await expect(input).toHaveValue("日本");
    await expectUnsent(page);
    await input.press("Enter");
    await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
  });
}

/** Checks that no form was submitted: a submitted one would show its errors. */
async function expectUnsent(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  await expect(page.locator("[aria-invalid=true]")).toHaveCount(0);
}

test("in the toolbar, an arrow with Alt is the browser's", async ({ page, ada }) => {
  await Editor.write(page, ada);
  const bold = page.getByRole("button", { name: "Bold" });
  await bold.focus();
  expect(await press(bold, { key: "ArrowRight", altKey: true })).toBe(false);
  await expect(bold).toBeFocused();
  expect(await press(bold, { key: "ArrowRight" })).toBe(true);
  await expect(page.getByRole("button", { name: "Italic" })).toBeFocused();
});

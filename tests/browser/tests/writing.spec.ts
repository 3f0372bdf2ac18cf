import { expect, test } from "../src/fixtures.ts";
import { Editor } from "../src/site.ts";

test.describe("Enter goes on with a list", () => {
  for (const [what, begin, then] of [
    ["bullets", "- one", /^- one\n- two\nend$/],
    ["numbers", "1. one", /^1\. one\n2\. two\nend$/],
    ["tasks", "- [x] one", /^- \[x\] one\n- \[ \] two\nend$/],
    ["a quote", "> one", /^> one\n> two\n/],
  ] as const) {
    test(`and an empty item ends it: ${what}`, async ({ page, ada }) => {
      const editor = await Editor.write(page, ada);
      await editor.text.focus();
      await page.keyboard.type(`${begin}\ntwo\n\nend`);
      await editor.reads(then);
    });
  }
});

test("Markdown is styled as one writes", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.text.focus();
  await page.keyboard.type("## A part\n\nSome **bold** and *slanted* words.");
  const size = (text: string) =>
    editor.text
      .locator("span", { hasText: text })
      .last()
      .evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  expect(await size("A part")).toBeGreaterThan(await size("bold"));
  await expect(editor.text.locator("span", { hasText: "slanted" }).last()).toHaveCSS("font-style", "italic");
});

test("what is typed over styled words replaces them, and breaks no policy", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.text.focus();
  await page.keyboard.type("# Big and **bold**\n\n> a quote");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("plain");
  await editor.reads("plain");
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => editor.value()).toContain("# Big and **bold**");
});

test("the Tab key leaves the text", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.text.focus();
  await page.keyboard.press("Tab");
  await expect(editor.text).not.toBeFocused();
  await editor.reads("");
});

test("the bar counts the words", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.text.fill("Three short words.");
  await expect(page.getByText("3 words", { exact: true })).toBeVisible();
});

test("on a phone, the tools are at the lower edge, and the bar is low", async ({ page, ada }) => {
  await page.setViewportSize({ width: 375, height: 700 });
  const editor = await Editor.write(page, ada);
  await expect(editor.text).toBeVisible();
  const tools = await page.getByRole("toolbar", { name: "Formatting" }).boundingBox();
  expect((tools?.y ?? 0) + (tools?.height ?? 0)).toBeGreaterThanOrEqual(699);
  const bar = await page.locator(".editor-bar").boundingBox();
  expect(bar?.height).toBeLessThanOrEqual(48);
});

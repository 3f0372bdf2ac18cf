import type { Locator } from "@playwright/test";

import { expect, test } from "../src/fixtures.ts";
import { Editor, heading, isKept, signIn } from "../src/site.ts";

/** The clipboard's content: text by type, and files by name. */
interface Clip {
  readonly data?: Readonly<Record<string, string>>;
  readonly files?: readonly { readonly name: string; readonly type: string; readonly content: string }[];
}

/** Pastes or drops as the browser does, and returns whether the page handled it. */
async function transfer(target: Locator, type: "paste" | "drop" | "dragover", clip: Clip): Promise<boolean> {
  return target.evaluate(
    (element, { type, data = {}, files = [] }) => {
      const transfer = new DataTransfer();
      for (const [format, value] of Object.entries(data)) transfer.setData(format, value);
      for (const { name, type, content } of files) transfer.items.add(new File([content], name, { type }));
      const init = { bubbles: true, cancelable: true };
      const event =
        type === "paste"
          ? new ClipboardEvent(type, { ...init, clipboardData: transfer })
          : new DragEvent(type, { ...init, dataTransfer: transfer });
      return !element.dispatchEvent(event);
    },
    { type, ...clip },
  );
}

const rich = {
  data: {
    "text/html":
      "<meta charset='utf-8'><b style='font-weight:normal' id='docs-internal-guid-1'><h2><span>Part</span></h2><p><span style='font-weight:700'>bold</span> words</p><ul><li><p>one</p></li></ul></b><script>window.harmed = true</script><img src=x onerror='window.harmed = true'>",
    "text/plain": "Part\nbold words\none",
  },
};
const markdown = "## Part\n\n**bold** words\n\n- one";
const picture = { files: [{ name: "cat.png", type: "image/png", content: "x" }] };

test("rich text becomes Markdown, and one step takes it back", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.text.fill("Before");
  await editor.text.press("End");
  expect(await transfer(editor.text, "paste", rich)).toBe(true);
  await editor.reads(`Before\n\n${markdown}`);
  await page.keyboard.press("ControlOrMeta+z");
  await editor.reads("Before");
  // It replaces a selection.
  await editor.text.press("ControlOrMeta+a");
  await transfer(editor.text, "paste", rich);
  await editor.reads(markdown);
  await page.keyboard.type(" more");
  await editor.reads(`${markdown} more`);
  expect(await page.evaluate(() => "harmed" in window)).toBe(false);
});

test.describe("before the part that reads rich text is on the device", () => {
  // The service worker would fetch it, and its requests bypass these tests' routes.
  test.use({ serviceWorkers: "block" });

  test("what is typed while rich text is made ready comes after it", async ({ page, ada }) => {
    const editor = await Editor.write(page, ada);
    const held: (() => void)[] = [];
    await page.route("**/rich-text-*.js", async (route) => {
      await new Promise<void>((release) => held.push(release));
      await route.continue();
    });
    await editor.text.focus();
    await transfer(editor.text, "paste", { data: { "text/html": "<b>bold</b>", "text/plain": "bold" } });
    await page.keyboard.type(" and on");
    await page.keyboard.press("Enter");
    await page.keyboard.type("x");
    await editor.reads("");
    for (const release of held) release();
    await editor.reads("**bold** and on\nx");
  });

  test("without a network, rich text is pasted as its plain text", async ({ page, ada, context, faults }) => {
    faults.expect(/Failed to load resource|ERR_INTERNET_DISCONNECTED|Failed to fetch/);
    const editor = await Editor.write(page, ada);
    await context.setOffline(true);
    await editor.text.focus();
    await transfer(editor.text, "paste", rich);
    await editor.reads(rich.data["text/plain"]);
    await context.setOffline(false);
  });

  test("a key that is more than text finds what was pasted before it", async ({ page, ada }) => {
    const editor = await Editor.write(page, ada);
    await page.route("**/rich-text-*.js", () => undefined);
    await editor.text.focus();
    await transfer(editor.text, "paste", { data: { "text/html": "<b>bold</b>", "text/plain": "bold" } });
    await page.keyboard.press("Backspace");
    await editor.reads("bol");
  });
});

test("without a network, the service worker's files still make Markdown of rich text", async ({ page, ada, context }) => {
  const editor = await Editor.write(page, ada);
  await isKept(page);
  await page.reload();
  await expect(editor.title).toBeVisible();
  await context.setOffline(true);
  await editor.text.focus();
  await transfer(editor.text, "paste", rich);
  await editor.reads(markdown);
  await context.setOffline(false);
});

test("the clipboard itself gives rich text, and plain text with Shift", async ({ page, ada, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const editor = await Editor.write(page, ada);
  await editor.text.focus();
  await page.evaluate(async () => {
    const item = (type: string, text: string) => ({ [type]: new Blob([text], { type }) });
    await navigator.clipboard.write([
      new ClipboardItem({ ...item("text/html", "<p>one <b>word</b></p>"), ...item("text/plain", "one word") }),
    ]);
  });
  await page.keyboard.press("ControlOrMeta+v");
  await editor.reads("one **word**");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ControlOrMeta+Shift+v");
  await editor.reads("one **word**\none word");
});

test("what is copied from the site comes back as it was written", async ({ page, ada, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const content =
    "## One\n\nWords with **bold**, *slanted*, `code` and [a link](https://example.com/).\n\n- one\n  - two\n- three\n\n> Quoted\n\n```rust\nfn a() {}\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\nThe end.";
  const id = await ada.publish("To be copied", content);
  await signIn(page, ada, `/blog/${id}`);
  await expect(page.getByRole("article").getByText("The end.")).toBeVisible();
  await page.locator(".prose").evaluate((element) => getSelection()?.selectAllChildren(element));
  await page.keyboard.press("ControlOrMeta+c");
  const editor = await Editor.write(page);
  await editor.text.focus();
  await page.keyboard.press("ControlOrMeta+v");
  await editor.reads(content);
});

test("an address over selected words makes a link of them", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.text.fill("words");
  await editor.text.selectText();
  const clip = { data: { "text/plain": "https://example.com/", "text/html": "<a href='https://example.com/'>x</a>" } };
  await transfer(editor.text, "paste", clip);
  await editor.reads("[words](https://example.com/)");
  await page.keyboard.type(", too");
  await editor.reads("[words](https://example.com/), too");
});

test("in code, what is pasted stays as it is", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.text.fill("```\n\n```");
  await editor.text.press("ControlOrMeta+Home");
  await editor.text.press("ArrowDown");
  await transfer(editor.text, "paste", rich);
  await editor.reads(`\`\`\`\n${rich.data["text/plain"]}\n\`\`\``);
});

test("one's own export becomes a title and a text", async ({ page, ada }) => {
  const file = '---\ntitle: "On \\"engines\\""\nid: 1\npublished: true\n---\n\n# One\n\nWords.\n';
  const editor = await Editor.write(page, ada);
  await editor.text.focus();
  await transfer(editor.text, "paste", { data: { "text/plain": file.replaceAll("\n", "\r\n") } });
  await expect(editor.title).toHaveValue('On "engines"');
  await editor.reads("# One\n\nWords.\n");
  // An existing title stays.
  await editor.fill("Mine", "");
  await transfer(editor.text, "drop", { files: [{ name: "post.md", type: "text/markdown", content: file }] });
  await editor.reads("# One\n\nWords.\n");
  await expect(editor.title).toHaveValue("Mine");
  // The other is not lost.
  await expect(page.getByText("The text came with the title “On \"engines\"”")).toBeVisible();
  await page.getByRole("button", { name: "Use the other title" }).click();
  await expect(editor.title).toHaveValue('On "engines"');
  await expect(page.getByText("The text came with the title")).toBeHidden();
});

test("one's own export is divided when it is pasted into the title, too", async ({ page, ada }) => {
  const file = '---\ntitle: "My post"\nid: 1\n---\n\n# One\n\nBody\n';
  const editor = await Editor.write(page, ada);
  await editor.text.fill("Before");
  await editor.title.focus();
  await transfer(editor.title, "paste", { data: { "text/plain": file } });
  await expect(editor.title).toHaveValue("My post");
  await expect(editor.title).toBeFocused();
  await editor.reads("Before\n\n# One\n\nBody\n");
});

test("spaces at the ends of what is pasted into the title keep words apart", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.title.fill("hello");
  await editor.title.press("End");
  await transfer(editor.title, "paste", { data: { "text/plain": " world " } });
  await expect(editor.title).toHaveValue("hello world ");
});

test("what is pasted into the title is one line without signs", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.title.focus();
  await transfer(editor.title, "paste", rich);
  await expect(editor.title).toHaveValue("Part bold words one");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(editor.title).toHaveValue("");
});

test("other files are refused, wherever they are dropped; text is put in", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  const other = { files: [{ name: "a.zip", type: "application/zip", content: "x" }] };
  expect(await transfer(page.locator("body"), "drop", other)).toBe(true);
  await expect(page.getByRole("status").filter({ hasText: "Only pictures and text files" })).toBeVisible();
  await transfer(page.locator("body"), "drop", { files: [{ name: "a.txt", type: "text/plain", content: "Words.\r\n" }] });
  await editor.reads("Words.\n");
  // Dropped text goes where it is dropped.
  expect(await transfer(page.locator("body"), "drop", { data: { "text/plain": "words" } })).toBe(false);
});

test("a picture beside its text, as Word gives both, is no picture", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.text.focus();
  await transfer(editor.text, "paste", {
    data: { "text/html": "<p>A <b>chart</b><img src='file:///C:/clip.png'></p>", "text/plain": "A chart" },
    ...picture,
  });
  await editor.reads("A **chart**");
  await expect(page.getByRole("group", { name: /cat\.png/ })).toBeHidden();
});

test("the page shows what was pasted as it will be read", async ({ page, ada }) => {
  const editor = await Editor.write(page, ada);
  await editor.title.fill("Pasted");
  await editor.text.focus();
  await transfer(editor.text, "paste", rich);
  await editor.publishNow();
  await editor.viewPost();
  await expect(heading(page, "Pasted")).toBeVisible();
  await expect(page.getByRole("article").getByRole("heading", { name: "Part" })).toBeVisible();
  await expect(page.getByRole("article").getByRole("listitem")).toHaveText("one");
});

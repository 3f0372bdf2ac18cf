import { noAnswer } from "../src/faults.ts";
import { expect, test } from "../src/fixtures.ts";
import { Editor } from "../src/site.ts";

test.describe("the editor opened and the line cut", () => {
  // What it has already loaded is enough.
  test.use({ serviceWorkers: "block" });

  for (const [where, viewport] of [
    ["beside the text", { width: 1280, height: 800 }],
    ["on a phone, where it is looked at for the first time", { width: 390, height: 800 }],
  ] as const) {
    test(`the preview is there, ${where}`, async ({ page, ada, context, faults }) => {
      await page.setViewportSize(viewport);
      const editor = await Editor.write(page, ada);
      await context.setOffline(true);
      // The browser's own cache doesn't help either.
      await page.route("**/assets/**", (route) => route.abort());
      faults.expect(noAnswer);
      await editor.fill("In the tunnel", "Some *words* &copy; 2026\n\n```js\nlet a = 1;\n```\n");
      await editor.togglePreview();
      await expect(editor.preview.getByRole("emphasis")).toHaveText("words");
      await expect(editor.preview).toContainText("© 2026");
      await expect(editor.preview.getByRole("group", { name: "Code" })).toHaveText("let a = 1;");
      await expect(editor.preview.getByRole("note")).toBeHidden();
    });
  }
});

import { readFile } from "node:fs/promises";

import { expect, test } from "vitest";

import { instantiate, render } from "./render.ts";

const file = new URL(
  "../../../../target/wasm32-wasip2/release/connectly_preview.wasm",
  import.meta.url,
);

async function renderer() {
  return instantiate(await WebAssembly.compile(await readFile(file)));
}

test("the module renders one text after the other, whatever their lengths", async () => {
  const module = await renderer();
  expect(render(module, "")).toBe("");
  expect(render(module, "Some *words* – 日本 🎉")).toBe("<p>Some <em>words</em> – 日本 🎉</p>\n");
  const long = "Some *words*.\n\n".repeat(7_000);
  expect(render(module, long)).toBe("<p>Some <em>words</em>.</p>\n".repeat(7_000));
  expect(render(module, "# A")).toContain('<h2 id="user-content-a">A</h2>');
});

test("half a character becomes the sign for one that is missing", async () => {
  expect(render(await renderer(), "a\ud83d")).toBe("<p>a\ufffd</p>\n");
});

test("what it keeps in memory doesn't grow with the number of texts", async () => {
  const module = await renderer();
  const text = "Some *words* of [a text](https://x.example).\n\n".repeat(1_000);
  for (let time = 0; time < 5; time += 1) render(module, text);
  const before = module.memory.buffer.byteLength;
  for (let time = 0; time < 50; time += 1) render(module, text);
  expect(module.memory.buffer.byteLength).toBe(before);
});

import path from "node:path";

import sharp from "sharp";
import { expect, test } from "vitest";

import { candidates, localPictures, prepare, withAddresses } from "../src/pictures.js";

const TEXT = `![A loom](loom.jpg "Its title") and ![](<a b.png>) and ![r][1], ![x](up/q_(1).gif)

[a link](loom.jpg), ![elsewhere](https://example.com/a.png), ![data](data:image/png;base64,AAAA)

    ![in code](loom.jpg)

[1]: ../r.webp
[2]: unused.png
`;

test("pictures beside the text are found", () => {
  expect(localPictures(TEXT)).toEqual(new Set(["loom.jpg", "a b.png", "../r.webp", "up/q_(1).gif"]));
});

test("their addresses change, and nothing else", () => {
  const addresses = new Map([...localPictures(TEXT)].map((url, index) => [url, `/media/${index}`]));
  expect(withAddresses(TEXT, addresses)).toBe(
    TEXT.replace("(loom.jpg \"", "(/media/0 \"")
      .replace("<a b.png>", "/media/1")
      .replace("up/q_(1).gif", "/media/2")
      .replace("../r.webp", "/media/3"),
  );
  expect(withAddresses(TEXT, new Map())).toBe(TEXT);
});

test("an address leads to files beside the post and below the folders of static files", () => {
  const roots = ["site", path.join("site", "static")];
  expect(candidates("img/a%20b.png?v=1", path.join("posts", "a.md"), roots)[0]).toBe(path.join("posts", "img", "a b.png"));
  expect(candidates("/img/a.png", path.join("posts", "a.md"), roots)).toEqual([
    path.join("site", "img", "a.png"),
    path.join("site", "static", "img", "a.png"),
  ]);
});

/** @param {number} width @param {number} height */
function noise(width, height) {
  return sharp({ create: { width, height, channels: 3, background: "grey", noise: { type: "gaussian", mean: 128, sigma: 40 } } });
}

/** @param {Blob} file */
async function sizeOf(file) {
  const { width, height } = await sharp(Buffer.from(await file.arrayBuffer())).metadata();
  return [width, height];
}

test("a large photograph on its side is made smaller, upright, in several widths", async () => {
  const photograph = await noise(2700, 1350).jpeg().withMetadata({ orientation: 6 }).toBuffer();
  const { file, narrower } = await prepare(Buffer.from(photograph));
  expect(file.type).toBe("image/webp");
  expect(await sizeOf(file)).toEqual([1280, 2560]);
  expect(await Promise.all(narrower.map(async ({ width, file }) => [width, ...(await sizeOf(file))]))).toEqual([
    [480, 480, 960],
    [960, 960, 1920],
  ]);
});

test("a small picture stays as it is", async () => {
  const bytes = Buffer.from(await noise(300, 200).png().toBuffer());
  const { file, narrower } = await prepare(bytes);
  expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
  expect([file.type, narrower]).toEqual(["image/png", []]);
});

test("an SVG is no picture that is taken, and a text is none at all", async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  await expect(prepare(svg)).rejects.toThrow("it is svg; Connectly takes JPEG");
  await expect(prepare(Buffer.from("a text"))).rejects.toThrow();
});

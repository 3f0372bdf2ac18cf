import { expect, test } from "vitest";

import { isAnimated, isSentAsItIs, narrowerSizes, uploadSize } from "./shape.ts";

test.each([
  [{ width: 800, height: 600 }, { width: 800, height: 600 }],
  [{ width: 2560, height: 2560 }, { width: 2560, height: 2560 }],
  [{ width: 5120, height: 2880 }, { width: 2560, height: 1440 }],
  [{ width: 3000, height: 4000 }, { width: 1920, height: 2560 }],
  [{ width: 9000, height: 1 }, { width: 2560, height: 1 }],
])("%j is uploaded as %j", (size, uploaded) => {
  expect(uploadSize(size)).toEqual(uploaded);
});

test.each([
  [{ width: 480, height: 300 }, []],
  [{ width: 481, height: 300 }, [[480, 299]]],
  [{ width: 1200, height: 675 }, [[480, 270], [960, 540]]],
  [{ width: 2560, height: 1707 }, [[480, 320], [960, 640], [1440, 960]]],
  [{ width: 2560, height: 1 }, [[480, 1], [960, 1], [1440, 1]]],
])("%j is kept in %j as well", (size, narrower) => {
  expect(narrowerSizes(size).map(({ width, height }) => [width, height])).toEqual(narrower);
});

test.each([
  ["image/jpeg", 300_000, 1000, true],
  ["image/jpeg", 300_001, 1000, false],
  ["image/jpeg", 300_000, 2561, false],
  ["image/bmp", 1000, 10, false],
])("a %s of %i bytes, %i pixels wide, is sent as it is: %j", (type, size, width, is) => {
  expect(isSentAsItIs({ type, size }, { width, height: 10 })).toBe(is);
});

/** The bytes of a text in Latin-1. */
function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

test.each([
  ["GIF89a", true],
  ["RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0", true],
  ["RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0", false],
  ["RIFF\0\0\0\0WEBPVP8 \x0a\0\0\0\x02\0\0\0", false],
  ["\x89PNG\r\n\x1a\n....IHDR....acTL....IDAT", true],
  ["\x89PNG\r\n\x1a\n....IHDR....IDAT..acTL", false],
  ["\xff\xd8\xff\xe0", false],
  ["", false],
])("%j is animated: %j", (beginning, is) => {
  expect(isAnimated(bytes(beginning))).toBe(is);
});

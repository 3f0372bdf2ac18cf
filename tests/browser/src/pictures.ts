import { deflateSync } from "node:zlib";

import type { Page } from "@playwright/test";

/** A picture of one colour, as a PNG. */
export function picture(width: number, height: number): Buffer {
  const rows = Buffer.alloc((width * 3 + 1) * height, 0x7f);
  for (let row = 0; row < height; row += 1) rows[row * (width * 3 + 1)] = 0;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(checksum(content), 4);
  return Buffer.concat([ends.subarray(0, 4), content, ends.subarray(4)]);
}

/** CRC-32, as PNG has it. */
function checksum(data: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of data) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** A photo as a camera takes it: a JPEG that says where. The browser makes its pixels. */
export async function photo(page: Page, width: number, height: number): Promise<Buffer> {
  const base64 = await page.evaluate(
    ([width, height]) => {
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width, height });
      const context = canvas.getContext("2d");
      for (let row = 0; context && row < height; row += 8) {
        context.fillStyle = `hsl(${row % 360} 50% 50%)`;
        context.fillRect(0, row, width, 8);
      }
      return canvas.toDataURL("image/jpeg", 0.8).replace(/^.*,/, "");
    },
    [width, height] as const,
  );
  const jpeg = Buffer.from(base64, "base64");
  return Buffer.concat([jpeg.subarray(0, 2), location(), jpeg.subarray(2)]);
}

/** The part of a JPEG that says where it was taken: Exif with a directory for GPS. */
function location(): Buffer {
  const entry = (tag: number, type: number, count: number, value: number) => {
    const field = Buffer.alloc(12);
    field.writeUInt16BE(tag, 0);
    field.writeUInt16BE(type, 2);
    field.writeUInt32BE(count, 4);
    field.writeUInt32BE(value, 8);
    return field;
  };
  const directory = (...entries: Buffer[]) => {
    const count = Buffer.alloc(2);
    count.writeUInt16BE(entries.length);
    return Buffer.concat([count, ...entries, Buffer.alloc(4)]);
  };
  const header = Buffer.from([0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8]);
  const first = directory(entry(0x8825, 4, 1, 8 + 18));
  const degrees = Buffer.alloc(24);
  [51, 1, 28, 1, 40, 1].forEach((number, index) => degrees.writeUInt32BE(number, 4 * index));
  const start = 8 + 18 + 30;
  const gps = directory(entry(1, 2, 2, 0x4e000000), entry(2, 5, 3, start));
  const content = Buffer.concat([Buffer.from("Exif\0\0"), header, first, gps, degrees]);
  const segment = Buffer.alloc(4);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([segment, content]);
}

import fc from "fast-check";
import { slug } from "github-slugger";
import { expect, test } from "vitest";

import { slugOf } from "./slug.ts";

test.each([
  ["Second part", "second-part"],
  ["What’s new in 2.0?", "whats-new-in-20"],
  ["snake_case & kebab-case", "snake_case--kebab-case"],
  ["Über die Brücke", "über-die-brücke"],
  ["第二部分：开始", "第二部分开始"],
  ["दूसरा भाग", "दूसरा-भाग"],
  ["القسم الثاني", "القسم-الثاني"],
  ["🎉 Party", "-party"],
])("%j becomes %j", (text, expected) => {
  expect(slugOf(text)).toBe(expected);
});

test("every text becomes what GitHub makes of it", () => {
  // Not of every block: the package knows the letters of Unicode 13.
  const character = fc
    .oneof(
      fc.integer({ min: 0, max: 0x86f }),
      fc.integer({ min: 0x900, max: 0xb7f }),
      fc.integer({ min: 0xe00, max: 0xe7f }),
      fc.integer({ min: 0x2000, max: 0x2bff }),
      fc.integer({ min: 0x3000, max: 0x9ffc }),
      fc.integer({ min: 0xac00, max: 0xd7a3 }),
      fc.integer({ min: 0xfe00, max: 0xffff }),
      fc.integer({ min: 0x1f000, max: 0x1faff }),
    )
    .map((code) => String.fromCodePoint(code));
  fc.assert(
    fc.property(fc.array(character), (characters) => {
      const text = characters.join("");
      expect(slugOf(text)).toBe(slug(text));
    }),
    { numRuns: 500 },
  );
});

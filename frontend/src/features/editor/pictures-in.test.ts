import { expect, test } from "vitest";

import { picturesIn } from "./pictures-in.ts";

const one = "/media/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60/1600x900.webp";
const two = "/media/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f61/2x2.png";

test("the uploaded pictures of a text are found, each once, with their descriptions", () => {
  const text = `![A \\[small\\] loom](${one})\n\nWords ![](${two} "Title") and ![again](${one}), ![](https://example.com/a.png)`;
  expect(picturesIn(text)).toEqual([
    { url: one, alt: "A [small] loom" },
    { url: two, alt: "" },
  ]);
});

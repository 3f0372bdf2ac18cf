// What a page pays for what it imports.

import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { expect, test } from "vitest";
import { build } from "vite";

const ENTRY = "entry.js";
const INDEX = fileURLToPath(new URL("../src/index.ts", import.meta.url));

/** A page's script with these lines, minified. */
async function bundle(lines: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "silent",
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id.endsWith(ENTRY) ? `\0${ENTRY}` : null),
        load: (id) => (id === `\0${ENTRY}` ? lines : null),
      },
    ],
    build: { write: false, rollupOptions: { input: ENTRY } },
  });
  const outputs = [result].flat().flatMap((result) => ("output" in result ? result.output : []));
  return outputs.map((output) => ("code" in output ? output.code : "")).join("");
}

test("the client comes without zod", async () => {
  const code = await bundle(`
    import { Client } from ${JSON.stringify(INDEX)};
    globalThis.client = new Client();
  `);
  expect(code).toContain("/api/v1/blog/bulk");
  expect(code).not.toMatch(/zod/i);
  expect(gzipSync(code).length).toBeLessThan(3_000);
});

test("the schemas come without the client, and set zod up", async () => {
  const code = await bundle(`
    import { signUpSchema } from ${JSON.stringify(INDEX)};
    globalThis.schema = signUpSchema;
  `);
  expect(code).toContain("password must have 8 to 128 characters");
  expect(code).not.toContain("/api/v1/blog");
  expect(code).toMatch(/jitless:(!0|true)/);
});

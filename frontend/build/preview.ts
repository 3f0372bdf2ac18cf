import { execFile } from "node:child_process";
import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import type { Plugin } from "vite";

const module = "target/wasm32-wasip2/release/connectly_preview.wasm";
const build = "cargo build --package connectly-preview --target wasm32-wasip2 --release";

/** The WebAssembly features that rustc uses, and SIMD, which `.cargo/config.toml` adds. */
const features = [
  "bulk-memory",
  "extended-const",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
  "simd",
];

/** Makes the editor's preview, which cargo has built, as small as the guests: with Binaryen. */
export function preview(): Plugin {
  return {
    name: "preview",
    async buildStart() {
      const path = fileURLToPath(new URL(`../../${module}`, import.meta.url));
      await access(path).catch(() => {
        throw new Error(`${module} is missing. Build it first: ${build}`);
      });
    },
    generateBundle: {
      order: "pre",
      async handler(_, bundle) {
        for (const output of Object.values(bundle)) {
          if (output.type !== "asset" || !output.fileName.endsWith(".wasm")) continue;
          output.source = await smaller(output.source);
        }
      },
    },
  };
}

async function smaller(wasm: string | Uint8Array): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "connectly-preview-"));
  try {
    const [from, to] = [join(folder, "from.wasm"), join(folder, "to.wasm")];
    await writeFile(from, wasm);
    const binaryen = dirname(createRequire(import.meta.url).resolve("binaryen/package.json"));
    const flags = features.map((feature) => `--enable-${feature}`);
    const tool = join(binaryen, "bin/wasm-opt");
    await promisify(execFile)(process.execPath, [tool, "-Oz", ...flags, from, "-o", to]);
    return await readFile(to);
  } finally {
    await rm(folder, { recursive: true });
  }
}

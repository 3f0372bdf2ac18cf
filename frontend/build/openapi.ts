import { readFile } from "node:fs/promises";

import type { Plugin } from "vite";

const source = new URL("../../docs/openapi.json", import.meta.url);

/** Puts the API's document where it is served from. */
export function openapi(): Plugin {
  return {
    name: "openapi",
    apply: "build",
    async generateBundle() {
      const document: unknown = JSON.parse(await readFile(source, "utf8"));
      this.emitFile({
        type: "asset",
        fileName: "api/v1/openapi.json",
        source: JSON.stringify(document),
      });
    },
  };
}

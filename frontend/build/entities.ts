import { fileURLToPath } from "node:url";

import type { Plugin } from "vite";

const ours = fileURLToPath(new URL("../src/shared/markdown/entities.ts", import.meta.url));

/**
 * Gives the parser of Markdown our way to the names of characters: the package that it asks needs
 * a document where there is one in browsers, and a worker has none.
 */
export function entities(): Plugin {
  return {
    name: "entities",
    enforce: "pre",
    resolveId: (source) => (source === "decode-named-character-reference" ? ours : undefined),
  };
}

import type { Plugin } from "vite";

/** The faces that nearly every page shows at once. The others come when a text needs them. */
const early = /^assets\/(?:inter|source-serif-4)-latin-wght-normal-.+\.woff2$/;

/**
 * Lets pages ask for their fonts along with their styles, and never changes a text's font once it is
 * shown: a font that is late is there for the next page.
 */
export function fonts(): Plugin {
  return {
    name: "fonts",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        for (const output of Object.values(bundle)) {
          if (output.type !== "asset" || !output.fileName.endsWith(".css")) continue;
          output.source = String(output.source).replaceAll("font-display:swap", "font-display:optional");
        }
      },
    },
    transformIndexHtml: {
      order: "post",
      handler(_, { bundle, path }) {
        if (path === "/docs.html") return [];
        const files = Object.keys(bundle ?? {}).filter((name) => early.test(name));
        if (files.length !== 2) throw new Error(`the build has ${files.length} early fonts, not 2`);
        return files.map((file) => ({
          tag: "link",
          attrs: { rel: "preload", href: `/${file}`, as: "font", type: "font/woff2", crossorigin: true },
          injectTo: "head",
        }));
      },
    },
  };
}

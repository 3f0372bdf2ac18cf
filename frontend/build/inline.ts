import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

import type { Plugin, Rolldown } from "vite";

const page = "reader.html";
const stylesheet = /\s*<link rel="stylesheet"[^>]* href="\/(assets\/[^"]+\.css)">/;
const script = /<script src="(\/theme\.js)"><\/script>/;

/**
 * Puts into readers' pages what stands between them and their first paint: their styles, and the script
 * that chooses a theme. With them come their hashes, which the server allows in the
 * Content-Security-Policy of these pages.
 */
export function inline(): Plugin {
  return {
    name: "inline",
    apply: "build",
    generateBundle: {
      // After what changes the styles.
      order: "post",
      async handler(_, bundle) {
        const html = bundle[page];
        if (html?.type !== "asset") throw new Error(`the build has no ${page}`);
        const styles = takeStyles(bundle, fileIn(html, stylesheet));
        const theme = await readFile(`public${fileIn(html, script)}`, "utf8");
        const source = String(html.source)
          // The styles come before all that would wait for them.
          .replace(stylesheet, "")
          .replace(script, () => `<style>${styles}</style>\n    <script>${theme}</script>`);
        html.source = `<!-- style:${hashOf(styles)} script:${hashOf(theme)} -->\n${source}`;
      },
    },
  };
}

/** The file that a page names there. */
function fileIn({ source }: Rolldown.OutputAsset, where: RegExp): string {
  const name = where.exec(String(source))?.[1];
  if (name === undefined) throw new Error(`${page} has no ${where.source}`);
  return name;
}

/** The styles, which no other page needs as a file. */
function takeStyles(bundle: Rolldown.OutputBundle, name: string): string {
  const file = bundle[name];
  if (file?.type !== "asset") throw new Error(`the build has no ${name}`);
  const styles = String(file.source).trim();
  if (/<\/style|url\((?!\/)/i.test(styles)) throw new Error(`${name} can't stand in a page`);
  Reflect.deleteProperty(bundle, name);
  return styles;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

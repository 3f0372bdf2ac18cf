import { gzipSync } from "node:zlib";

import type { Plugin, Rolldown } from "vite";

interface FirstPage {
  /** The file that brings what is the page's alone. */
  readonly file: string;
  /** What all its JavaScript may weigh, in bytes as gzip sends them. */
  readonly limit: number;
}

const firstPages: readonly FirstPage[] = [
  { file: "index.html", limit: 130_000 },
  { file: "src/features/account/sign-in-page.tsx", limit: 130_000 },
  { file: "src/features/posts/post-page.tsx", limit: 130_000 },
  // With CodeMirror, and what the toolbar needs to understand Markdown.
  { file: "src/features/editor/editor-page.tsx", limit: 330_000 },
];

/** Fails the build when a first page has become too heavy. */
export function budget(): Plugin {
  return {
    name: "budget",
    apply: "build",
    generateBundle: {
      // After what emits the workers.
      order: "post",
      handler(_, bundle) {
        const outputs = Object.values(bundle);
        const chunks = outputs.filter((output) => output.type === "chunk");
        const entry = chunks.find((chunk) => chunk.facadeModuleId?.endsWith("/index.html"));
        if (!entry) throw new Error("the build has no entry");
        for (const { file, limit } of firstPages) {
          const own = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(`/${file}`));
          if (!own) throw new Error(`the build has no part for ${file}`);
          const needed = new Set<Rolldown.OutputChunk>();
          collect(entry, chunks, needed);
          collect(own, chunks, needed);
          const weight = [...needed].reduce((sum, { code }) => sum + gzipSync(code).length, 0);
          const said = `${file}: ${(weight / 1000).toFixed(1)} kB of JavaScript, of ${limit / 1000} kB`;
          if (weight > limit) throw new Error(`${said}. Load later what is not needed at once.`);
          this.info(said);
        }
      },
    },
  };
}

/** A chunk and all that the browser must load to run it. */
function collect(
  chunk: Rolldown.OutputChunk,
  all: readonly Rolldown.OutputChunk[],
  found: Set<Rolldown.OutputChunk>,
): void {
  if (found.has(chunk)) return;
  found.add(chunk);
  for (const name of chunk.imports) {
    const imported = all.find(({ fileName }) => fileName === name);
    if (imported) collect(imported, all, found);
  }
}

import { gzipSync } from "node:zlib";

import type { Plugin, Rolldown } from "vite";

/** The first pages, by the file that brings what is theirs alone. */
const firstPages = ["index.html", "src/features/session/sign-in-page.tsx"];

/** What all the JavaScript of a first page may weigh, in bytes as gzip sends them. */
const limit = 130_000;

/** Fails the build when a first page has become too heavy. */
export function budget(): Plugin {
  return {
    name: "budget",
    apply: "build",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
      const entry = chunks.find((chunk) => chunk.facadeModuleId?.endsWith("/index.html"));
      if (!entry) throw new Error("the build has no entry");
      for (const page of firstPages) {
        const own = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(`/${page}`));
        if (!own) throw new Error(`the build has no part for ${page}`);
        const needed = new Set<Rolldown.OutputChunk>();
        collect(entry, chunks, needed);
        collect(own, chunks, needed);
        const weight = [...needed].reduce((sum, chunk) => sum + gzipSync(chunk.code).length, 0);
        const said = `${page}: ${(weight / 1000).toFixed(1)} kB of JavaScript, of ${limit / 1000} kB`;
        if (weight > limit) throw new Error(`${said}. Load later what is not needed at once.`);
        this.info(said);
      }
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

import { gzipSync } from "node:zlib";

import type { Plugin, Rolldown } from "vite";

interface FirstPage {
  /** The file that brings what is the page's alone. */
  readonly file: string;
  /** What all its JavaScript may weigh, in bytes as gzip sends them. */
  readonly limit: number;
  /** What it loads beside the page: the worker's name. */
  readonly worker?: string;
}

const firstPages: readonly FirstPage[] = [
  { file: "index.html", limit: 130_000 },
  { file: "src/features/account/sign-in-page.tsx", limit: 130_000 },
  // More than the others, because it has the parser of Markdown, which does not hold up the page. Of
  // it, 6 kB are what Chinese, Japanese and Korean need: tables of their characters.
  { file: "src/features/posts/post-page.tsx", limit: 160_000, worker: "worker" },
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
        for (const { file, limit, worker } of firstPages) {
          const own = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(`/${file}`));
          if (!own) throw new Error(`the build has no part for ${file}`);
          const needed = new Set<Rolldown.OutputChunk>();
          collect(entry, chunks, needed);
          collect(own, chunks, needed);
          const sources: (string | Uint8Array)[] = [...needed].map(({ code }) => code);
          if (worker !== undefined) sources.push(workerIn(outputs, worker));
          const weight = sources.reduce((sum, source) => sum + gzipSync(source).length, 0);
          const said = `${file}: ${(weight / 1000).toFixed(1)} kB of JavaScript, of ${limit / 1000} kB`;
          if (weight > limit) throw new Error(`${said}. Load later what is not needed at once.`);
          this.info(said);
        }
      },
    },
  };
}

/** The code of a worker, which the build has as a file like any other. */
function workerIn(
  outputs: readonly (Rolldown.OutputAsset | Rolldown.OutputChunk)[],
  name: string,
): string | Uint8Array {
  const file = outputs.find(
    ({ fileName }) => fileName.startsWith(`assets/${name}-`) && fileName.endsWith(".js"),
  );
  if (!file) throw new Error(`the build has no worker ${name}`);
  return file.type === "asset" ? file.source : file.code;
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

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

import type { Plugin, Rolldown } from "vite";

import paths from "../src/paths.json" with { type: "json" };

type Outputs = Rolldown.OutputBundle;

/** Files of `public` that every page asks for. */
const publicFiles = ["/theme.js", "/favicon.svg", "/manifest.webmanifest"];

/** What is large and only makes a text prettier: it is kept once it was used. */
const later = /^src\/shared\/markdown\/highlight\.ts$/;

/**
 * Puts the service worker where its scope is the whole site, with the names of the files that it
 * keeps from the start: what the app's pages run, and no font. Another build has other files, and so
 * another service worker.
 *
 * @param isOn Whether there is one. Otherwise one takes its place that drops what is kept, and goes.
 */
export function serviceWorker(isOn: boolean): Plugin {
  const source = isOn ? "service-worker.ts" : "no-service-worker.ts";
  return {
    name: "service-worker",
    config: () => ({ define: { __SERVICE_WORKER__: JSON.stringify(isOn) } }),
    apply: "build",
    buildStart() {
      this.emitFile({
        type: "chunk",
        id: `src/service-worker/${source}`,
        fileName: "service-worker.js",
      });
    },
    generateBundle: {
      // After what emits the workers.
      order: "post",
      async handler(_, bundle) {
        const worker = bundle["service-worker.js"];
        if (worker?.type !== "chunk") throw new Error("the build has no service worker");
        if (worker.imports.length > 0) throw new Error("the service worker must stand alone");
        if (!isOn) return;
        const files = [...publicFiles, ...filesOfTheApp(bundle).map((name) => `/${name}`)].sort();
        const hash = createHash("sha256").update(files.join()).update(worker.code);
        for (const file of publicFiles) hash.update(await readFile(`public${file}`));
        hash.update(await readFile("index.html"));
        const known = {
          BUILD: hash.digest("hex").slice(0, 16),
          FILES: files,
          PAGES: Object.values(paths).map(patternOf),
        };
        for (const [name, value] of Object.entries(known)) {
          const parts = worker.code.split(name);
          if (parts.length !== 2) throw new Error(`the service worker has to say ${name} once`);
          worker.code = parts.join(JSON.stringify(value));
        }
      },
    },
  };
}

/** All that the pages of the app run: their scripts, styles and workers. */
function filesOfTheApp(bundle: Outputs): string[] {
  const found = new Set<string>();
  const add = (name: string) => {
    const output = bundle[name];
    if (output?.type !== "chunk" || found.has(name) || isLater(output)) return;
    found.add(name);
    for (const style of output.viteMetadata?.importedCss ?? []) found.add(style);
    for (const next of [...output.imports, ...output.dynamicImports]) add(next);
  };
  for (const output of Object.values(bundle)) {
    if (output.type === "chunk" && output.facadeModuleId?.endsWith("/index.html")) add(output.fileName);
  }
  // What a worker loads is no part of the bundle that names it.
  for (const name of Object.keys(bundle)) {
    if (bundle[name]?.type === "asset" && /\.(?:js|wasm)$/.test(name)) found.add(name);
  }
  if (found.size === 0) throw new Error("the build has no app");
  return [...found];
}

function isLater({ moduleIds }: Rolldown.OutputChunk): boolean {
  return moduleIds.some((id) => later.test(id.slice(id.lastIndexOf("/src/") + 1)));
}

/** `/edit/:id` as a regular expression. */
function patternOf(path: string): string {
  const segments = path.split("/").map((part) => (part.startsWith(":") ? "[^/]+" : part));
  return path === "/" ? "^/$" : `^${segments.join("/")}/?$`;
}

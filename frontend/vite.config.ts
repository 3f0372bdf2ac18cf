import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

import { budget } from "./build/budget.ts";
import { fonts } from "./build/fonts.ts";
import { inline } from "./build/inline.ts";
import { openapi } from "./build/openapi.ts";
import { pages } from "./build/pages.ts";
import { precompress } from "./build/precompress.ts";
import { preview } from "./build/preview.ts";
import { serviceWorker } from "./build/service-worker.ts";

// Where the API runs while one works on the site.
const api = process.env["CONNECTLY_API"] ?? "http://127.0.0.1:3000";
// "off": what earlier builds keep in browsers is dropped. See docs/operations.md.
const hasServiceWorker = process.env["CONNECTLY_SERVICE_WORKER"] !== "off";
const publicReads = process.env["CONNECTLY_PUBLIC_READS"] === "true";

/** Readers' pages, which the backend makes from its last build; without the paths that Vite itself has below `/@`. */
const readersPages =
  "^/(?:$|\\?|@(?!vite/|fs/|id/|react-refresh)|(?:tag|archive|search|feed|sitemap|assets|fonts)\\b)";

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    fonts(),
    inline(),
    budget(),
    openapi(),
    pages(publicReads),
    preview(),
    serviceWorker(hasServiceWorker),
    precompress(),
  ],
  build: {
    // The API's reference is one large script, on a page of its own.
    chunkSizeWarningLimit: 1_600,
    rolldownOptions: { input: ["index.html", "reader.html", "docs.html"] },
    // The Content-Security-Policy allows no fonts and no scripts in data: addresses, and a file
    // can be cached for good.
    assetsInlineLimit: 0,
    // Every browser that has modules and light-dark() preloads modules by itself.
    modulePreload: { polyfill: false },
  },
  server: {
    // The Host stays the browser's, for the API compares it with the Origin.
    proxy: {
      "/api": { target: api, changeOrigin: false },
      "/healthz": { target: api },
      "/readyz": { target: api },
      "/media": { target: api },
      ...(publicReads ? { [readersPages]: { target: api } } : {}),
    },
  },
  // Properties try hundreds of texts each, and CI has other work to do at the same time.
  test: { include: ["src/**/*.test.{ts,tsx}"], testTimeout: 30_000 },
});

import type { Plugin } from "vite";

/**
 * What the server does to pages, for Vite's own server: the path of the API's reference, and the
 * setting that the app reads from its page.
 */
export function pages(publicReads: boolean): Plugin {
  return {
    name: "pages",
    apply: "serve",
    configureServer(server) {
      server.middlewares.use((request, _, next) => {
        if (request.url === "/docs") request.url = "/docs.html";
        next();
      });
    },
    transformIndexHtml(html) {
      return html.replace(
        /(<meta name="public-reads" content=")[^"]*/,
        `$1${publicReads ? "true" : "false"}`,
      );
    },
  };
}

import { loadEntities, namesEntities } from "./entities.ts";
import type { Reply, Request } from "./parser.ts";
import { parse } from "./parse.ts";

// Runs beside the page, so that a text that takes for ever holds up nothing and can be given up.

function reply(message: Reply): void {
  self.postMessage(message);
}

self.addEventListener("message", ({ data }: MessageEvent<Request>) => {
  if (typeof data === "string") void answer(data);
  // Without them, the text shows their names.
  else void loadEntities().catch(ignore).then(() => reply({ is: "loaded" }));
});

function ignore(): void {
  // Nothing to do.
}

async function answer(markdown: string): Promise<void> {
  if (namesEntities(markdown)) await loadEntities().catch(ignore);
  reply({ is: "parsed", tree: parse(markdown) });
}

reply({ is: "ready" });

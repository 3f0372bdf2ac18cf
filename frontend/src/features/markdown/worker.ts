import { loadEntities, namesEntities } from "./entities.ts";
import type { Reply } from "./parser.ts";
import { parse } from "./parse.ts";

// Runs beside the page, so that a text that takes for ever holds up nothing and can be given up.

function reply(message: Reply): void {
  self.postMessage(message);
}

self.addEventListener("message", ({ data }: MessageEvent<string>) => {
  void answer(data);
});

async function answer(markdown: string): Promise<void> {
  if (namesEntities(markdown)) await loadEntities();
  reply({ is: "parsed", tree: parse(markdown) });
}

reply({ is: "ready" });

import { shorten } from "../../lib/shorten.ts";
import { renderMarkdown } from "../../shared/markdown/render.ts";

/** The beginning of a text as lists show it, in plain words. */
export async function excerptOf(content: string): Promise<string> {
  const html = await renderMarkdown(content.slice(0, 5_000));
  const { body } = new DOMParser().parseFromString(html, "text/html");
  // As in the server's excerpts.
  for (const element of body.querySelectorAll("pre, figure, img, .footnotes, sup")) element.remove();
  return shorten(body.textContent.replace(/\s+/g, " ").trim(), 240);
}

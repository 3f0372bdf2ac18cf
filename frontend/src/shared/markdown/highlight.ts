import core from "highlight.js/lib/core";

import { languageNamed } from "./languages.ts";

/** Colours of longer code are not worth the wait. */
const longest = 30_000;

/** Gives a block of code the colours of its language, where that is known. */
export async function highlight(code: HTMLElement): Promise<void> {
  const block = code.parentElement;
  const text = code.textContent;
  const language = languageNamed(block?.dataset["language"] ?? "", text);
  if (!block || !language || text.length > longest) return;
  block.dataset["coloured"] = "";
  const parts = await Promise.all(language.parts.map(async ({ name, load }) => ({ name, grammar: (await load()).default })));
  for (const { name, grammar } of parts) {
    if (!core.getLanguage(name)) core.registerLanguage(name, grammar);
  }
  // The highlighter escapes what it is given.
  code.innerHTML = core.highlight(text, { language: language.name, ignoreIllegals: true }).value;
}

// textlint with this project's rules.

import { fileURLToPath } from "node:url";
import { createLinter, loadTextlintrc } from "textlint";

const CONFIG = fileURLToPath(new URL("../textlintrc.json", import.meta.url));

/** Gives a function that lists what is wrong with a piece of Markdown, by line. */
export async function linter() {
  const descriptor = await loadTextlintrc({ configFilePath: CONFIG });
  const textlint = createLinter({ descriptor });
  return async (markdown) => {
    const { messages } = await textlint.lintText(markdown, "prose.md");
    return messages.map(({ line, message }) => ({ line, advice: advice(message) }));
  };
}

/** `found => expected`, with a note on the next line, as a sentence. */
function advice(message) {
  const [, found, expected, note = ""] = /^(.*?) => (.*?)(?:\n(?=["A-Z])(.*))?$/s.exec(message);
  return `instead of "${words(found)}" write "${words(expected)}". ${note}`.trim();
}

function words(text) {
  return text.replace(/\s+/g, " ").replace(/^[.,:; ]+/, "").trim();
}

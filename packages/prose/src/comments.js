// The prose of a source file: its comments, each on the line where it is.

const SLASHES = /(?:^|\s)\/\/[/!]?(?:\s(.*))?$/;
const BLOCK = /^\s*(?:\/\*\*?|\*)(?:\s(.*?))?(?:\*\/\s*)?$/;
const DASHES = /(?:^|\s)--(?:\s(.*))?$/;
const HASHES = /(?:^|\s)#(?:\s(.*))?$/;

/** How the comments of a file look, by the extension of its name. */
const PATTERNS = {
  css: [BLOCK],
  js: [SLASHES, BLOCK],
  py: [HASHES],
  // A line of Rust may begin with a `*`, and no file has a block comment.
  rs: [SLASHES],
  sql: [DASHES],
  toml: [HASHES],
  ts: [SLASHES, BLOCK],
  tsx: [SLASHES, BLOCK],
  yml: [HASHES],
};

/** Whether a file has prose that can be checked. */
export function hasProse(path) {
  const extension = extensionOf(path);
  return extension === "md" || extension in PATTERNS;
}

/** The prose of a file as Markdown. Every word keeps its line. */
export function prose(path, text) {
  const extension = extensionOf(path);
  if (extension === "md") return text;
  const comment = (line) => {
    for (const pattern of PATTERNS[extension]) {
      const match = pattern.exec(line);
      if (match !== null) return (match[1] ?? "").trimEnd();
    }
    return "";
  };
  return text.split("\n").map(comment).join("\n");
}

function extensionOf(path) {
  return path.slice(path.lastIndexOf(".") + 1);
}

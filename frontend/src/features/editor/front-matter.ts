import { lines } from "../../shared/drafts/text.ts";

/** A text with the title that stood above it. */
export interface Titled {
  readonly title: string;
  readonly content: string;
}

/** A post in the form of an export, with its metadata between two lines of hyphens. */
export function readFrontMatter(text: string): Titled | undefined {
  const found = /^\ufeff?---[ \t]*\n([\s\S]*?)\n---[ \t]*(?:\n|$)/.exec(lines(text));
  if (!found) return undefined;
  const [whole, yaml = ""] = found;
  // A line that is not `name: value` is no front matter, but text between two rules.
  const rows = yaml.split("\n");
  if (!rows.every((row) => /^(?:[\w-]+:(?: .*)?|\s+.*|- .*|#.*|)$/.test(row))) return undefined;
  const at = rows.findIndex((row) => /^title:(?:\s|$)/.test(row));
  if (at < 0) return undefined;
  // Lines further in go on with it.
  const more = rows.slice(at + 1);
  const end = more.findIndex((row) => /^\S/.test(row));
  const title = valueOf(rows[at]?.slice("title:".length) ?? "", end < 0 ? more : more.slice(0, end));
  return {
    title: title.replace(/\s+/g, " ").trim(),
    content: lines(text).slice(whole.length).replace(/^\n+/, ""),
  };
}

/** A value that may go on in the lines below; a title has one line, however it is folded. */
function valueOf(first: string, more: readonly string[]): string {
  const isBlock = /^\s*[>|][-+1-9]*\s*(?:\s#.*)?$/.test(first);
  return isBlock ? more.join(" ") : scalar([first, ...more].join(" "));
}

/** A value of one line: in double quotes as JSON has them, in single ones, or without any. */
function scalar(value: string): string {
  const written = value.trim();
  if (written.startsWith('"')) {
    try {
      return String(JSON.parse(written));
    } catch {
      return written.replace(/^"|"$/g, "");
    }
  }
  if (written.startsWith("'")) return written.replace(/^'|'$/g, "").replace(/''/g, "'");
  return written.replace(/\s+#.*$/, "");
}

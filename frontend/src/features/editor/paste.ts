import { readFrontMatter } from "./front-matter.ts";
import { isAddress } from "./links.ts";

/** What a clipboard holds, or what is dropped. */
export interface Clip {
  readonly types: readonly string[];
  readonly plain: string;
  readonly html: string;
  readonly files: number;
}

/** A text that is to be put in. */
export interface Pasted {
  readonly text: string;
  /** Whether it is part of a line, and not a block or several. */
  readonly inline: boolean;
  /** Whether the plain text says as much. */
  readonly plain: boolean;
}

export type Plan =
  /** Nothing to do that the browser would not do. */
  | { readonly do: "leave" }
  /** There is nothing but files. */
  | { readonly do: "files" }
  | { readonly do: "link"; readonly address: string }
  | { readonly do: "export"; readonly title: string; readonly content: string }
  | { readonly do: "convert"; readonly html: string; readonly plain: string };

/** From here on, HTML takes too long: its plain text has to do. */
const longest = 4_000_000;

/** What to do with a paste over a selection. */
export function planPaste(clip: Clip, selected: string, isCode: boolean): Plan {
  const { types, plain, html, files } = clip;
  // A picture that is copied from a page comes with its address, too.
  if (plain === "" && files > 0) return { do: "files" };
  if (plain === "" && html === "") return { do: "leave" };
  if (isCode) return { do: "leave" };
  const document = readFrontMatter(plain);
  if (document) return { do: "export", ...document };
  const address = plain.trim();
  const words = selected.trim();
  if (words !== "" && !/\n\s*\n/.test(words) && isAddress(address) && !isAddress(words)) {
    return { do: "link", address };
  }
  // Visual Studio Code's colours are no form of the text.
  const isCodeEditor = types.includes("vscode-editor-data");
  if (html === "" || html.length > longest || isCodeEditor) return { do: "leave" };
  return { do: "convert", html, plain };
}

/** What to do with a paste into the title. */
export interface TitlePlan {
  readonly insert: string;
  /** The text of a post from an export. */
  readonly content?: string;
  /** The title that came with it, where another stays. */
  readonly otherTitle: string;
}

/** What to do with a text that is pasted into the title; `rest` is what remains of the title. */
export function planTitle(plain: string, rest: string): TitlePlan {
  const document = readFrontMatter(plain);
  if (document) {
    const { title, content } = document;
    const takesIt = rest.trim() === "";
    return { insert: takesIt ? title : "", content, otherTitle: takesIt ? "" : title };
  }
  // Spaces at the ends keep words apart from those beside them. Saving drops them where there are none.
  const line = plain.replace(/[\s\u0085]+/g, (space) =>
    /[\r\n\u0085\u2028\u2029]/.test(space) ? " " : space,
  );
  return { insert: rest === "" ? line.trimStart() : line, otherTitle: "" };
}

/** With the empty lines around a block that it needs where it is put. */
export function spaced({ text, inline }: Pasted, before: string, behind: string): string {
  if (inline || text === "") return text;
  return `${missing(/\n*$/.exec(before)?.[0], before)}${text}${missing(/^\n*/.exec(behind)?.[0], behind)}`;
}

function missing(found: string | undefined, beside: string): string {
  return beside.trim() === "" ? "" : "\n".repeat(Math.max(0, 2 - (found?.length ?? 0)));
}

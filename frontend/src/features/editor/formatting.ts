/** A stretch of a text, and what is selected afterwards. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly insert: string;
  readonly selectStart: number;
  readonly selectEnd: number;
}

export type Format = "bold" | "italic" | "heading" | "link" | "quote" | "list" | "code" | "image";

/** What a button of the toolbar does to the selected stretch of a text. */
export function format(kind: Format, text: string, start: number, end: number): Edit {
  switch (kind) {
    case "bold":
      return around(text, start, end, "**", "bold text");
    case "italic":
      return around(text, start, end, "*", "slanted text");
    case "code":
      return text.slice(start, end).includes("\n")
        ? replace(start, end, "```\n", text.slice(start, end), "\n```")
        : around(text, start, end, "`", "code");
    case "heading":
      return linesWith(text, start, end, "## ");
    case "quote":
      return linesWith(text, start, end, "> ");
    case "list":
      return linesWith(text, start, end, "- ");
    case "link":
      return address(text, start, end, "[", "link text");
    case "image":
      return address(text, start, end, "![", "what the picture shows");
  }
}

/** Signs around the selection; pressed again, they are taken away. */
function around(text: string, start: number, end: number, sign: string, example: string): Edit {
  const outerStart = start - sign.length;
  const isAround =
    text.slice(outerStart, start) === sign && text.slice(end, end + sign.length) === sign;
  if (isAround && outerStart >= 0) {
    const inner = text.slice(start, end);
    return {
      start: outerStart,
      end: end + sign.length,
      insert: inner,
      selectStart: outerStart,
      selectEnd: outerStart + inner.length,
    };
  }
  return replace(start, end, sign, text.slice(start, end) || example, sign);
}

function replace(start: number, end: number, before: string, inner: string, after: string): Edit {
  const selectStart = start + before.length;
  return {
    start,
    end,
    insert: before + inner + after,
    selectStart,
    selectEnd: selectStart + inner.length,
  };
}

/** A sign at the beginning of each selected line; taken away when all of them have it. */
function linesWith(text: string, start: number, end: number, sign: string): Edit {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = text.indexOf("\n", end);
  const to = lineEnd === -1 ? text.length : lineEnd;
  const lines = text.slice(from, to).split("\n");
  const all = lines.every((line) => line.startsWith(sign));
  const insert = lines.map((line) => (all ? line.slice(sign.length) : sign + line)).join("\n");
  const single = lines.length === 1;
  return {
    start: from,
    end: to,
    insert,
    selectStart: single ? from + insert.length : from,
    selectEnd: from + insert.length,
  };
}

/** A link or a picture, with the address selected, for that is what is missing. */
function address(text: string, start: number, end: number, opening: string, example: string): Edit {
  const words = text.slice(start, end) || example;
  const url = "https://";
  const selectStart = start + opening.length + words.length + 2;
  return {
    start,
    end,
    insert: `${opening}${words}](${url})`,
    selectStart,
    selectEnd: selectStart + url.length,
  };
}

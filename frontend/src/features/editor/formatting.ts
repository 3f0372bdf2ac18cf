import { destination, isAddress, link } from "./links.ts";
import { type Leaf, type Mark, type Places, placesIn, type Range, type Span } from "./places.ts";

/** A stretch of a text, what comes in its place, and what is selected afterwards. */
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
      return emphasis(text, { start, end }, "strong", "bold text");
    case "italic":
      return emphasis(text, { start, end }, "emphasis", "slanted text");
    case "code":
      return code(text, { start, end });
    case "heading":
      return linesWith(text, start, end, "## ", /^#{1,6}[ \t]+/);
    case "quote":
      return linesWith(text, start, end, "> ");
    case "list":
      return linesWith(text, start, end, "- ");
    case "link":
      return address(text, { start, end }, "link", "link text");
    case "image":
      return address(text, { start, end }, "image", "what the picture shows");
  }
}

/** A change of a text: the content of a range is replaced. */
interface Change extends Range {
  readonly insert: string;
}

const insertion = (at: number, insert: string): Change => ({ start: at, end: at, insert });
const removal = ({ start, end }: Range): Change => ({ start, end, insert: "" });

/** The signs around something, which are to go. */
function signsOf(span: Span): Change[] {
  if (!span.inner) return [];
  return [
    removal({ start: span.start, end: span.inner.start }),
    removal({ start: span.inner.end, end: span.end }),
  ];
}

/** Several changes as one, so that they are undone in one step. */
function edit(text: string, changes: readonly Change[], selected: Range): Edit {
  const sorted = changes
    .filter(({ start, end, insert }) => start !== end || insert !== "")
    .sort((one, other) => one.start - other.start || one.end - other.end);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) {
    return { ...selected, insert: text.slice(selected.start, selected.end), ...select(selected) };
  }
  let insert = "";
  let at = first.start;
  for (const change of sorted) {
    insert += text.slice(at, change.start) + change.insert;
    at = Math.max(at, change.end);
  }
  const moved = (place: number, isStart: boolean) => {
    let by = 0;
    for (const { start, end, insert } of sorted) {
      // What is inserted at the edges of the selection stays outside of it.
      if (end < place || (end === place && (isStart || start !== end))) {
        by += insert.length - (end - start);
      } else if (start < place) by += insert.length - (place - start);
    }
    return place + by;
  };
  return {
    start: first.start,
    end: at,
    insert,
    selectStart: moved(selected.start, true),
    selectEnd: moved(selected.end, false),
  };
}

function select({ start, end }: Range) {
  return { selectStart: start, selectEnd: end };
}

/** The text after an edit. */
function after(text: string, { start, end, insert }: Edit): string {
  return text.slice(0, start) + insert + text.slice(end);
}

/** Without white space at its ends, and without the signs of quotes at the beginnings of lines. */
function trimmed(text: string, { start, end }: Range): Range {
  const part = text.slice(start, end);
  const isAtLine = /(?:^|\n)[ \t>]*$/.test(text.slice(Math.max(0, start - 100), start));
  const before = (isAtLine ? /^[\s>]*/ : /^\s*(?:\n[\s>]*)?/).exec(part)?.[0].length ?? 0;
  const behind = /(?:\s|\n[ \t>]*)*$/.exec(part.slice(before))?.[0].length ?? 0;
  return { start: start + before, end: Math.max(start + before, end - behind) };
}

/** The selected part of each paragraph. */
function selectedIn({ leaves }: Places, text: string, { start, end }: Range) {
  return leaves.flatMap((leaf) => {
    const part = trimmed(text, {
      start: Math.max(start, leaf.start),
      end: Math.min(end, leaf.end),
    });
    return part.start < part.end ? [{ leaf, part }] : [];
  });
}

/** The words of a line. Not every browser that can show the site knows the words of all scripts. */
function wordsOf(line: string): Range[] {
  const { Segmenter } = Intl as Partial<typeof Intl>;
  if (!Segmenter) {
    return [...line.matchAll(/[\p{L}\p{M}\p{N}_]+/gu)].map(({ 0: found, index }) => ({
      start: index,
      end: index + found.length,
    }));
  }
  return [...new Segmenter(undefined, { granularity: "word" }).segment(line)]
    .filter(({ isWordLike }) => isWordLike === true)
    .map(({ segment, index }) => ({ start: index, end: index + segment.length }));
}

/** The word at the cursor, or the whole address. */
function wordAt(text: string, at: number): Range | undefined {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const lineEnd = text.indexOf("\n", at);
  const line = text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd);
  const place = at - lineStart;
  for (const { 0: found, index } of line.matchAll(/\S+/g)) {
    const end = index + found.length;
    if (index <= place && place <= end && isAddress(found)) {
      return { start: lineStart + index, end: lineStart + end };
    }
  }
  const word = wordsOf(line).find(({ start, end }) => start <= place && place <= end);
  return word && { start: lineStart + word.start, end: lineStart + word.end };
}

/** Signs around a text, which is selected afterwards. */
function within(place: Range, before: string, words: string, behind: string): Edit {
  const selectStart = place.start + before.length;
  return {
    ...place,
    insert: before + words + behind,
    ...select({ start: selectStart, end: selectStart + words.length }),
  };
}

function unchanged({ start, end }: Range): Edit {
  return { start, end: start, insert: "", ...select({ start, end }) };
}

// Bold and italic

/** Signs around what is selected; when all of it has them, they are taken away. */
function emphasis(text: string, selection: Range, mark: "strong" | "emphasis", words: string): Edit {
  const signs = mark === "strong" ? (["**", "__"] as const) : (["*", "_"] as const);
  const places = placesIn(text, selection.start, selection.end);
  let range = selection;
  if (range.start === range.end) {
    const at = range.start;
    if (places.blocks.some(({ start, end }) => start < at && at < end)) return unchanged(range);
    const around = spansOf(places, mark).find(({ start, end }) => start <= at && at <= end);
    if (around) return edit(text, signsOf(around), selection);
    const word = wordAt(text, at);
    if (!word) return within(selection, signs[0], words, signs[0]);
    range = word;
  }
  const selected = selectedIn(places, text, range);
  if (selected.length === 0) {
    const isCode = places.blocks.some(({ start, end }) => start < range.end && range.start < end);
    return isCode || text.slice(range.start, range.end).trim() !== ""
      ? unchanged(selection)
      : within({ start: range.end, end: range.end }, signs[0], words, signs[0]);
  }
  const isMarked = selected.every(({ leaf, part }) => isAll(text, leaf, part, mark));
  // Where signs would not be read as signs, they move inwards, or are others.
  for (const sign of signs) {
    for (const isExact of [true, false]) {
      const done = isMarked
        ? unmark(text, selected, mark, { sign, isExact })
        : remark(text, selected, mark, { sign, isExact });
      if (done && isAsMeant(text, done, mark, !isMarked)) return done;
    }
  }
  return unchanged(selection);
}

function spansOf({ leaves }: Places, mark: Mark): Span[] {
  return leaves.flatMap(({ spans }) => spans.filter((span) => span.mark === mark));
}

interface Manner {
  readonly sign: string;
  /** Whether signs stand where the selection ends, and not where they are sure to be read. */
  readonly isExact: boolean;
}

interface Selected {
  readonly leaf: Leaf;
  readonly part: Range;
}

/** Whether all words of a range have a mark. */
function isAll(text: string, leaf: Leaf, { start, end }: Range, mark: Mark): boolean {
  const inside = leaf.words.filter((words) => {
    const [from, to] = [Math.max(start, words.start), Math.min(end, words.end)];
    return from < to && text.slice(from, to).replace(/\n[ \t>]*/g, "").trim() !== "";
  });
  return inside.length > 0 && inside.every(({ marks }) => marks.has(mark));
}

/** Whether the browser of a reader sees it the same way. */
function isAsMeant(text: string, done: Edit, mark: Mark, isMarked: boolean): boolean {
  const result = after(text, done);
  const range = { start: done.selectStart, end: done.selectEnd };
  const selected = selectedIn(placesIn(result, range.start, range.end), result, range);
  return (
    selected.length > 0 &&
    selected.every(({ leaf, part }) =>
      isMarked
        ? isAll(result, leaf, part, mark)
        : !leaf.words.some(
            ({ start, end, marks }) => start < part.end && part.start < end && marks.has(mark),
          ),
    )
  );
}

/** Gives every selected part the mark. Marks that it had in part become one. */
function remark(
  text: string,
  selected: readonly Selected[],
  mark: Mark,
  manner: Manner,
): Edit | undefined {
  const { sign } = manner;
  const changes: Change[] = [];
  const ranges: Range[] = [];
  for (const { leaf, part } of selected) {
    let whole = part;
    for (const span of leaf.spans) {
      if (span.mark !== mark || span.end < whole.start || whole.end < span.start) continue;
      changes.push(...signsOf(span));
      whole = { start: Math.min(whole.start, span.start), end: Math.max(whole.end, span.end) };
    }
    const pieces = piecesOf(text, leaf, whole, changes, manner);
    if (pieces.length === 0) return undefined;
    for (const { start, end } of pieces) changes.push(insertion(start, sign), insertion(end, sign));
    ranges.push(...pieces);
  }
  return edit(text, changes, around(ranges));
}

/** Takes the mark from every selected part; what is left and right of it keeps it. */
function unmark(text: string, selected: readonly Selected[], mark: Mark, manner: Manner): Edit {
  const { sign } = manner;
  const changes: Change[] = [];
  for (const { leaf, part } of selected) {
    for (const span of leaf.spans) {
      const { inner } = span;
      if (span.mark !== mark || !inner) continue;
      if (span.end <= part.start || part.end <= span.start) continue;
      changes.push(...signsOf(span));
      for (const rest of [
        { start: inner.start, end: Math.min(part.start, inner.end) },
        { start: Math.max(part.end, inner.start), end: inner.end },
      ]) {
        if (rest.start >= rest.end || !hasWords(text, leaf, rest)) continue;
        for (const { start, end } of piecesOf(text, leaf, rest, changes, manner)) {
          changes.push(insertion(start, sign), insertion(end, sign));
        }
      }
    }
  }
  return edit(text, changes, around(selected.map(({ part }) => part)));
}

function hasWords(text: string, leaf: Leaf, { start, end }: Range): boolean {
  return leaf.words.some((words) => {
    const [from, to] = [Math.max(start, words.start), Math.min(end, words.end)];
    return from < to && text.slice(from, to).trim() !== "";
  });
}

function around(ranges: readonly Range[]): Range {
  return { start: ranges[0]?.start ?? 0, end: ranges.at(-1)?.end ?? 0 };
}

/** The parts of a range around which signs can stand: none is half in a link, or in something slanted. */
function piecesOf(
  text: string,
  leaf: Leaf,
  range: Range,
  gone: readonly Change[],
  { isExact }: Manner,
): Range[] {
  const others = leaf.spans.filter(
    (span) => !gone.some(({ start, end }) => start === span.start && start < end),
  );
  return split(expand(range, others), others).flatMap((piece) => {
    const whole = trimmed(text, piece);
    const found = isExact ? whole : flanked(text, whole, gone, others);
    return found && found.start < found.end ? [found] : [];
  });
}

/** With the whole of every link, picture and code that it would cut. */
function expand(range: Range, spans: readonly Span[]): Range {
  let { start, end } = range;
  for (const span of spans) {
    if (span.mark === "strong" || span.mark === "emphasis" || span.mark === "delete") continue;
    if (span.end <= start || end <= span.start) continue;
    if (span.inner && span.inner.start <= start && end <= span.inner.end) continue;
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  }
  return { start, end };
}

/** In parts that are either wholly inside or wholly outside of each span. */
function split(range: Range, spans: readonly Span[]): Range[] {
  if (range.start >= range.end) return [];
  const cut = spans.find(({ start, end, inner }) => {
    const isApart = end <= range.start || range.end <= start;
    const isIn = range.start <= start && end <= range.end;
    const holds = inner && inner.start <= range.start && range.end <= inner.end;
    return inner !== undefined && !isApart && !isIn && holds !== true;
  });
  if (!cut?.inner) return [range];
  const part = (start: number, end: number) =>
    split({ start: Math.max(start, range.start), end: Math.min(end, range.end) }, spans);
  return [
    ...part(0, cut.start),
    ...part(cut.inner.start, cut.inner.end),
    ...part(cut.end, Infinity),
  ];
}

const punctuation = /[\p{P}\p{S}]/u;

/**
 * Where signs around a piece are read as signs: not between a letter outside and punctuation
 * inside. There the punctuation stays outside, which is as near as it gets.
 */
function flanked(
  text: string,
  { start, end }: Range,
  gone: readonly Change[],
  spans: readonly Span[],
): Range | undefined {
  const isGone = (at: number) => gone.some((change) => change.start <= at && at < change.end);
  /** The next character that is not a sign of emphasis, which would belong to the same run. */
  const beside = (at: number, step: -1 | 1) => {
    let place = step === 1 ? at : at - 1;
    while (isGone(place) || text[place] === "*") place += step;
    // Half of a character outside of the basic plane is no punctuation that counts here.
    return text[place] ?? "\n";
  };
  const isBare = (at: number) => !spans.some((span) => span.start <= at && at < span.end && span.mark !== "delete");
  const clashes = (inside: string, outside: string) =>
    punctuation.test(inside) && !punctuation.test(outside) && !/\s/.test(outside);
  let [from, to] = [start, end];
  while (from < to && isBare(from) && clashes(beside(from, 1), beside(start, -1))) {
    from = trimmed(text, { start: from + 1, end: to }).start;
    // Once it has moved, what is outside is punctuation, and no letter any more.
    if (!clashes(beside(from, 1), text[from - 1] ?? "\n")) break;
  }
  while (from < to && isBare(to - 1) && clashes(beside(to, -1), beside(end, 1))) {
    to = trimmed(text, { start: from, end: to - 1 }).end;
    if (!clashes(beside(to, -1), text[to] ?? "\n")) break;
  }
  return from < to ? { start: from, end: to } : undefined;
}

// Code

function code(text: string, selection: Range): Edit {
  const places = placesIn(text, selection.start, selection.end);
  const block = places.blocks.find(
    ({ start, end }) => start <= selection.start && selection.end <= end + 1,
  ) ?? places.blocks.find(({ start, end }) => {
    const part = trimmed(text, selection);
    return part.start <= start && end <= part.end && text.slice(part.start, part.end).trim() === text.slice(start, end).trim();
  });
  if (block) return unfence(text, block, selection);
  let range = trimmed(text, selection);
  if (range.start === range.end) {
    const at = selection.start;
    const span = spansOf(places, "code").find(({ start, end }) => start <= at && at <= end);
    if (span) return uncode(text, [span], selection);
    const word = wordAt(text, at);
    if (!word) return within({ start: at, end: at }, "`", "code", "`");
    range = word;
  }
  const { start: from, end: to } = range;
  if (text.slice(range.start, range.end).includes("\n")) return fence(text, range);
  const [selected] = selectedIn(places, text, range);
  const spans = selected?.leaf.spans.filter(
    ({ mark, start, end }) => mark === "code" && start < to && from < end,
  );
  if (selected && spans && spans.length > 0) {
    if (isAll(text, selected.leaf, selected.part, "code")) return uncode(text, spans, selected.part);
    range = expand(range, spans);
  }
  const inner = text.slice(range.start, range.end);
  const sign = "`".repeat(freeLength(inner, 1));
  const air = inner.startsWith("`") || inner.endsWith("`") ? " " : "";
  return within(range, sign + air, inner, air + sign);
}

/** A number of backticks, at least so many, that a text does not have in a row. */
function freeLength(text: string, least: number): number {
  const runs = new Set([...text.matchAll(/`+/g)].map(([run]) => run.length));
  let length = least;
  while (least > 1 ? Math.max(0, ...runs) >= length : runs.has(length)) length += 1;
  return length;
}

function uncode(text: string, spans: readonly Span[], selected: Range): Edit {
  const changes = spans.flatMap((span) => {
    const raw = text.slice(span.start, span.end);
    const sign = /^`+/.exec(raw)?.[0].length ?? 0;
    const inner = raw.slice(sign, raw.length - sign);
    const air = /^ .*[^ ].* $/s.test(inner) ? 1 : 0;
    return [
      removal({ start: span.start, end: span.start + sign + air }),
      removal({ start: span.end - sign - air, end: span.end }),
    ];
  });
  return edit(text, changes, selected);
}

/** The whole lines of a range between two fences. */
function fence(text: string, range: Range): Edit {
  const start = text.lastIndexOf("\n", range.start - 1) + 1;
  const lineEnd = text.indexOf("\n", range.end);
  const end = lineEnd === -1 ? text.length : lineEnd;
  const inner = text.slice(start, end);
  // In a quote, the fences are part of the quote.
  const prefix = inner.split("\n").every((line) => line.startsWith("> ")) ? "> " : "";
  const sign = prefix + "`".repeat(freeLength(inner, 3));
  return within({ start, end }, `${sign}\n`, inner, `\n${sign}`);
}

/** A block of code without its fences. */
function unfence(text: string, block: Range, selection: Range): Edit {
  const start = text.lastIndexOf("\n", block.start - 1) + 1;
  const lines = text.slice(start, block.end).split("\n");
  const isFence = (line: string | undefined) => /^[ \t>]*(?:`{3,}|~{3,})/.test(line ?? "");
  if (!isFence(lines[0]) || lines.length < 2) return unchanged(selection);
  const isClosed = lines.length > 2 && isFence(lines.at(-1));
  const inner = lines.slice(1, isClosed ? -1 : undefined).join("\n");
  return {
    start,
    end: block.end,
    insert: inner,
    ...select({ start, end: start + inner.length }),
  };
}

// Links and pictures

/**
 * A link or a picture. What is missing of it is selected: the address, or the words where an
 * address was selected. Pressed again, the words alone are left.
 */
function address(text: string, selection: Range, mark: "link" | "image", words: string): Edit {
  const places = placesIn(text, selection.start, selection.end);
  if (places.blocks.some(({ start, end }) => start < selection.end && selection.start < end)) {
    return unchanged(selection);
  }
  const opening = mark === "link" ? "[" : "![";
  const part = trimmed(text, selection);
  const inside = spansOf(places, mark).find(
    (span) =>
      span.start <= part.start &&
      part.end <= span.end &&
      // An address that stands by itself can become a link with words.
      (mark === "image" || span.inner !== undefined) &&
      (part.start < part.end || (span.start < part.start && part.start < span.end)),
  );
  if (inside) {
    const left =
      mark === "link" && inside.inner
        ? unescaped(text.slice(inside.inner.start, inside.inner.end))
        : inside.words;
    return {
      start: inside.start,
      end: inside.end,
      insert: left,
      ...select({ start: inside.start, end: inside.start + left.length }),
    };
  }
  const range = part.start < part.end ? part : wordAt(text, selection.start);
  if (!range) return addressed(selection.end, selection.end, opening, words);
  const chosen = text.slice(range.start, range.end).replace(/^<(.*)>$/s, "$1");
  if (isAddress(chosen)) {
    const insert = link(words, chosen, opening);
    const selectStart = range.start + opening.length;
    return { ...range, insert, ...select({ start: selectStart, end: selectStart + words.length }) };
  }
  const selected = selectedIn(places, text, range);
  if (mark === "image" || selected.length === 0) {
    const said = text.slice(range.start, range.end).replace(/\s+/g, " ");
    return addressed(range.start, range.end, opening, escaped(said));
  }
  const changes: Change[] = [];
  let first: Range | undefined;
  for (const { leaf, part } of selected) {
    const whole = unbroken(part, leaf.spans);
    const atoms = leaf.spans.filter(
      ({ mark, start, end }) =>
        (mark === "image" || mark === "code") && whole.start <= start && end <= whole.end,
    );
    const inner = leaf.spans.filter(
      ({ mark, start, end }) => mark === "link" && whole.start <= start && end <= whole.end,
    );
    // A link in a link is none.
    for (const span of inner) changes.push(...signsOf(span));
    for (const at of brackets(text, whole)) {
      const isSign = [...atoms, ...inner].some(
        ({ start, end, inner }) =>
          start <= at && at < end && !(inner && inner.start <= at && at < inner.end),
      );
      if (!isSign) changes.push(insertion(at, "\\"));
    }
    changes.push(insertion(whole.start, "["), insertion(whole.end, "](https://)"));
    first ??= whole;
  }
  const done = edit(text, changes, first ?? range);
  const selectStart = done.selectEnd + 2;
  return { ...done, ...select({ start: selectStart, end: selectStart + "https://".length }) };
}

/** The selected words as a link to an address, if they can be one. */
export function linkTo(text: string, start: number, end: number, url: string): Edit | undefined {
  const done = address(text, { start, end }, "link", "");
  const inserted = `](https://)`;
  // Anything else is a link already, or no words.
  if (done.insert.split(inserted).length !== 2) return undefined;
  const insert = done.insert.replace(inserted, () => `](${destination(url)})`);
  const place = done.start + insert.length;
  return { ...done, insert, selectStart: place, selectEnd: place };
}

/** Whether a place, or a part of a selection, is in code, where nothing is a sign. */
export function isInCode(text: string, start: number, end: number): boolean {
  const places = placesIn(text, start, end);
  const isIn = (range: Range) => range.start < start && end < range.end;
  // A block that is not closed yet goes on to the end.
  return places.blocks.some((block) => isIn({ ...block, end: block.end + 1 })) || spansOf(places, "code").some(isIn);
}

/** With the whole of everything that it would cut. */
function unbroken(range: Range, spans: readonly Span[]): Range {
  let { start, end } = range;
  for (const span of spans) {
    if (span.end <= start || end <= span.start) continue;
    if (span.inner && span.inner.start <= start && end <= span.inner.end) continue;
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  }
  return { start, end };
}

/** Where brackets stand that are not escaped. */
function brackets(text: string, { start, end }: Range): number[] {
  return [...text.slice(start, end).matchAll(/\\[\s\S]|[[\]]/g)]
    .filter(([found]) => found.length === 1)
    .map(({ index }) => start + index);
}

function escaped(words: string): string {
  return words.replace(/\\[\s\S]|[[\]]/g, (found) => (found.length === 1 ? `\\${found}` : found));
}

function unescaped(words: string): string {
  return words.replace(/\\([[\]])/g, "$1");
}

/** A link or a picture with the address selected, which is what is missing. */
function addressed(start: number, end: number, opening: string, words: string): Edit {
  const selectStart = start + opening.length + words.length + 2;
  return {
    start,
    end,
    insert: `${opening}${words}](https://)`,
    selectStart,
    selectEnd: selectStart + "https://".length,
  };
}

// Lines

/** A sign at the beginning of each selected line; taken away when all of them have it. */
function linesWith(text: string, start: number, end: number, sign: string, other?: RegExp): Edit {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  // A selection that ends with a line's end has nothing of the next line.
  const last = end > start && text[end - 1] === "\n" ? end - 1 : end;
  const lineEnd = text.indexOf("\n", last);
  const to = lineEnd === -1 ? text.length : lineEnd;
  const lines = text.slice(from, to).split("\n");
  const single = lines.length === 1;
  const counts = (line: string) => single || line.trim() !== "";
  const all = lines.every((line) => line.startsWith(sign) || !counts(line));
  const changed = (line: string) => {
    if (!counts(line)) return line;
    return all ? line.slice(sign.length) : sign + (other ? line.replace(other, "") : line);
  };
  const insert = lines.map(changed).join("\n");
  return {
    start: from,
    end: to,
    insert,
    selectStart: single ? from + insert.length : from,
    selectEnd: from + insert.length,
  };
}

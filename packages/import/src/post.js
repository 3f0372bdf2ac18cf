/** Reads a post from a Markdown file, as other tools for blogs write it. */

import path from "node:path";

import { parse } from "yaml";

/**
 * @typedef {object} Post A post that a file holds.
 * @property {string} title
 * @property {string} content Markdown, without the front matter.
 * @property {string} slug
 * @property {boolean} published
 * @property {string | undefined} publishedAt RFC 3339, in UTC.
 * @property {string[]} tags All that the file has; Connectly takes five.
 * @property {string | undefined} cover The path or address of a picture, as the file has it.
 * @property {string | undefined} coverAlt
 */

/** Metadata in TOML or JSON, as some of Hugo's files have it. */
const OTHER_FRONT_MATTER = /^\ufeff?(?:\+\+\+[ \t]*\r?\n|\{\s*")/;

/** Metadata in YAML between two lines of hyphens. */
const FRONT_MATTER = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;

/** A first heading of the form `# Title`. */
const HEADING = /^\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\r?\n|$)/;

/** The name of a file in Jekyll's form, without its extension. */
const DATED = /^(\d{4}-\d{2}-\d{2})-(.+)$/;

/**
 * Reads a post. The title comes from the front matter, else from the first heading; the slug from the
 * front matter, else from the name of the file or of its folder.
 *
 * @param {string} file The path of the file.
 * @param {string} text What it holds.
 * @returns {Post}
 * @throws {Error} If the front matter can't be read, or there is no title.
 */
export function readPost(file, text) {
  if (OTHER_FRONT_MATTER.test(text)) {
    throw new Error("its front matter isn't YAML between lines of `---`; `hugo convert toYAML` converts it");
  }
  const front = FRONT_MATTER.exec(text);
  const fields = front ? readFields(front[1] ?? "") : new Fields({});
  let content = text.slice(front?.[0].length ?? 0).replace(/^\ufeff?(?:[ \t]*\r?\n)+/, "");
  let title = fields.text("title");
  if (title === undefined) {
    const heading = HEADING.exec(content);
    title = heading?.[1];
    content = content.slice(heading?.[0].length ?? 0).replace(/^(?:[ \t]*\r?\n)+/, "");
  }
  if (title === undefined) {
    throw new Error("it has no title: add `title:` to its front matter, or begin it with `# Title`");
  }
  const name = nameOf(file);
  const dated = DATED.exec(name);
  return {
    title: title.replace(/\s+/g, " ").trim(),
    content,
    slug: fields.text("slug") ?? dated?.[2] ?? name,
    published: !isBelowDrafts(file) && (fields.flag("published") ?? !(fields.flag("draft") ?? false)),
    publishedAt: time(fields.text("publishedAt", "published_at", "date") ?? dated?.[1]),
    tags: fields.list("tags", "tag"),
    cover: fields.text("cover", "image", "feature_image", "featured_image"),
    coverAlt: fields.text("coverAlt", "cover_alt", "image_alt", "feature_image_alt"),
  };
}

/**
 * What a post is called by its file. `index.md` is called as its folder.
 *
 * @param {string} file
 */
function nameOf(file) {
  const name = path.parse(file).name;
  return name === "index" ? path.basename(path.dirname(path.resolve(file))) : name;
}

/** Whether a file is in Jekyll's folder for drafts. @param {string} file */
function isBelowDrafts(file) {
  return path.dirname(file).split(path.sep).includes("_drafts");
}

/** @param {string} yaml */
function readFields(yaml) {
  /** @type {unknown} */
  let value;
  try {
    value = parse(yaml);
  } catch (error) {
    const [first] = String(error instanceof Error ? error.message : error).split("\n");
    throw new Error(`its front matter isn't YAML: ${first?.replace(/:$/, "")}`);
  }
  if (value === null) return new Fields({});
  if (typeof value !== "object" || Array.isArray(value)) {
    throw new Error("its front matter isn't a list of `name: value`");
  }
  return new Fields(/** @type {Record<string, unknown>} */ (value));
}

/** The fields of front matter, under any of several names. Some tools have a map below a name: `cover.image`. */
class Fields {
  /** @type {Record<string, unknown>} */
  #values;

  /** @param {Record<string, unknown>} values */
  constructor(values) {
    this.#values = values;
  }

  /**
   * @param {string[]} names
   * @returns {string | undefined}
   */
  text(...names) {
    const value = this.#value(names);
    if (value === undefined) return undefined;
    if (isMap(value)) return new Fields(value).text("image", "src", "url");
    if (typeof value !== "string" && typeof value !== "number") return undefined;
    const text = String(value).trim();
    return text === "" ? undefined : text;
  }

  /**
   * A yes or no, in the words of any version of YAML. Another word is an error, because guessing might publish a draft.
   *
   * @param {string} name
   */
  flag(name) {
    const value = this.#values[name];
    if (value === undefined || value === null) return undefined;
    if (/^(?:true|yes|on)$/i.test(String(value))) return true;
    if (/^(?:false|no|off)$/i.test(String(value))) return false;
    throw new Error(`its \`${name}\` is neither true nor false`);
  }

  /**
   * A list, or one text with commas.
   *
   * @param {string[]} names
   * @returns {string[]}
   */
  list(...names) {
    const value = this.#value(names);
    const items = Array.isArray(value) ? value.map(String) : String(value ?? "").split(",");
    return items.map((item) => item.trim()).filter((item) => item !== "");
  }

  /** @param {string[]} names */
  #value(names) {
    return names.map((name) => this.#values[name]).find((value) => value !== undefined && value !== null);
  }
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isMap(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * A time in UTC. One without a zone counts as UTC, so that a file means the same on every computer.
 *
 * @param {string | undefined} text
 */
function time(text) {
  if (text === undefined) return undefined;
  const written = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?/i.exec(text);
  if (!written) throw new Error(`its date can't be read: ${text}; write it like 2026-02-03T04:05:06Z`);
  const [, day, clock = "00:00", zone = "Z"] = written;
  const date = new Date(`${day}T${clock}${zone.replace(/^([+-]\d{2})(\d{2})$/, "$1:$2")}`);
  if (Number.isNaN(date.getTime())) throw new Error(`its date doesn't exist: ${text}`);
  return date.toISOString();
}

/** Brings posts and their pictures to a Connectly site. */

import { readFile, realpath } from "node:fs/promises";
import path from "node:path";

import { createPostSchema, ProblemError } from "@connectly/common";

import { candidates, isLocal, localPictures, prepare, withAddresses } from "./pictures.js";
import { readPost } from "./post.js";

/** How many tags a post has at most. */
const TAGS_MAX = 5;

/**
 * @typedef {import("./post.js").Post} Post
 *
 * @typedef {object} Outcome What became of a file.
 * @property {"imported" | "skipped" | "failed"} state
 * @property {string} words What to tell.
 * @property {string[]} warnings
 */

/**
 * Imports posts into one account. A post that the account has already is skipped, so an import that was
 * interrupted can be run again.
 */
export class Import {
  /** @type {import("@connectly/common").Client} */
  #client;
  /** The account's id. @type {string} */
  #user;
  /** @type {string[]} */
  #roots;
  /** Nothing outside these folders is uploaded. @type {string[]} */
  #folders;
  /** @type {boolean} */
  #isTrial;
  /** The addresses of pictures that were uploaded, by file. @type {Map<string, string>} */
  #uploaded = new Map();
  /** What to call the posts that the account has, by their keys, once they are known. @type {Map<string, string> | undefined} */
  #posts;

  /**
   * @param {import("@connectly/common").Client} client With the account's token.
   * @param {object} options
   * @param {string} options.user The account's id.
   * @param {string} options.folder The blog.
   * @param {string[]} options.roots The folders in which addresses that begin with `/` are looked for.
   * @param {boolean} options.isTrial Whether to read everything and change nothing.
   */
  constructor(client, { user, folder, roots, isTrial }) {
    this.#client = client;
    this.#user = user;
    this.#roots = roots;
    this.#folders = [folder, ...roots];
    this.#isTrial = isTrial;
  }

  /**
   * Imports the post of one file. It never rejects for what is wrong with the file, or with its pictures.
   *
   * @param {string} file
   * @returns {Promise<Outcome>}
   */
  async file(file) {
    /** @type {string[]} */
    const warnings = [];
    try {
      const post = readPost(file, await readFile(file, "utf8"));
      const posts = (this.#posts ??= await this.#own());
      const existing = posts.get(keyOf(post.title, post.publishedAt));
      if (existing !== undefined) return { state: "skipped", words: `${existing} is there already`, warnings };
      if (post.tags.length > TAGS_MAX) {
        warnings.push(`has ${post.tags.length} tags; the first ${TAGS_MAX} are kept`);
      }
      check(bodyOf(post, post.content, undefined));
      const cover = post.cover === undefined ? undefined : await this.#picture(post.cover, file, warnings);
      const addresses = await this.#pictures(post.content, file, warnings);
      const words = await this.#create(bodyOf(post, withAddresses(post.content, addresses), cover));
      for (const key of keysOf(post.title, post.publishedAt)) posts.set(key, words);
      return { state: "imported", words, warnings };
    } catch (error) {
      return { state: "failed", words: wordsOf(error), warnings };
    }
  }

  /**
   * Creates the post, and says what to call it.
   *
   * @param {import("@connectly/common").CreatePost} body
   */
  async #create(body) {
    if (this.#isTrial) return body.published ? "can be published" : "can be a draft";
    const { id } = await this.#client.createPost(body);
    return (await this.#client.readPost(id)).post.address ?? "a draft";
  }

  /** The account's own posts and drafts: what to call them, by their keys. */
  async #own() {
    /** @type {Map<string, string>} */
    const posts = new Map();
    for (let cursor; cursor !== null; ) {
      const page = await this.#client.listPosts({
        author: this.#user,
        content: "excerpt",
        limit: 100,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const { title, publishedAt, address } of page.posts) {
        for (const key of keysOf(title, publishedAt)) posts.set(key, address ?? "a draft with this title");
      }
      cursor = page.nextCursor;
    }
    return posts;
  }

  /**
   * Uploads the pictures of a text.
   *
   * @param {string} content
   * @param {string} postFile
   * @param {string[]} warnings
   */
  async #pictures(content, postFile, warnings) {
    /** @type {Map<string, string>} */
    const addresses = new Map();
    for (const address of localPictures(content)) {
      const uploaded = await this.#picture(address, postFile, warnings);
      if (uploaded !== undefined) addresses.set(address, uploaded);
    }
    return addresses;
  }

  /**
   * Uploads a picture, unless it was. `undefined` if that isn't possible.
   *
   * @param {string} address
   * @param {string} postFile
   * @param {string[]} warnings
   */
  async #picture(address, postFile, warnings) {
    if (!isLocal(address)) {
      warnings.push(`${address} stays where it is; a cover has to be a file`);
      return undefined;
    }
    const found = await this.#find(address, postFile);
    if (typeof found === "string") {
      warnings.push(found);
      return undefined;
    }
    const known = this.#uploaded.get(found.file);
    if (known !== undefined) return known;
    try {
      const url = await this.#upload(await prepared(found.bytes));
      this.#uploaded.set(found.file, url);
      return url;
    } catch (error) {
      // What concerns the account, the server or the line to it, rather than this picture, ends the post.
      if (!(error instanceof Unusable || isRefused(error))) throw error;
      warnings.push(`the picture ${address} was left out: ${wordsOf(error)}`);
      return undefined;
    }
  }

  /** @param {import("./pictures.js").Prepared} picture */
  async #upload({ file, narrower }) {
    if (this.#isTrial) return "/media/…";
    const { picture } = await this.#client.uploadPicture(file);
    for (const { width, file: narrow } of narrower) {
      try {
        await this.#client.addPictureWidth(picture.id, String(width), narrow);
      } catch (error) {
        // Without this width, the site sends the next wider one.
        if (!isRefused(error)) throw error;
      }
    }
    return picture.url;
  }

  /**
   * The file that an address leads to, or why there is none.
   *
   * @param {string} address
   * @param {string} postFile
   */
  async #find(address, postFile) {
    const folders = await Promise.all(this.#folders.map((folder) => realpath(folder).catch(() => undefined)));
    let words = `there is no file for the picture ${address}`;
    for (const candidate of candidates(address, postFile, this.#roots)) {
      const file = await realpath(candidate).catch(() => undefined);
      if (file === undefined) continue;
      if (!folders.some((folder) => folder !== undefined && isBelow(file, folder))) {
        words = `the picture ${address} was left out: it is outside the folder`;
        continue;
      }
      const bytes = await readFile(file).catch(() => undefined);
      if (bytes !== undefined) return { file, bytes: Buffer.from(bytes) };
    }
    return words;
  }
}

/** A file that is not a picture, or not one that can be read. */
class Unusable extends Error {}

/** @param {Buffer<ArrayBuffer>} bytes */
async function prepared(bytes) {
  try {
    return await prepare(bytes);
  } catch (error) {
    throw new Unusable(wordsOf(error));
  }
}

/**
 * What is sent to create a post.
 *
 * @param {Post} post
 * @param {string} content
 * @param {string | undefined} cover
 * @returns {import("@connectly/common").CreatePost}
 */
function bodyOf({ title, slug, published, publishedAt, tags, coverAlt }, content, cover) {
  return {
    title,
    content,
    slug,
    published,
    ...(publishedAt === undefined ? {} : { publishedAt }),
    tags: tags.slice(0, TAGS_MAX),
    ...(cover === undefined ? {} : { cover, ...(coverAlt === undefined ? {} : { coverAlt }) }),
  };
}

/**
 * Finds most of what the server would refuse, before any picture is uploaded.
 *
 * @param {import("@connectly/common").CreatePost} body
 */
function check(body) {
  const faults = createPostSchema.safeParse(body).error?.issues ?? [];
  if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join("; "));
}

/**
 * How a post is recognized: by its title and, if its file says so, its time of publication.
 *
 * @param {string} title
 * @param {string | null | undefined} publishedAt
 */
function keyOf(title, publishedAt) {
  return publishedAt == null ? title : `${title}\n${Date.parse(publishedAt)}`;
}

/**
 * All keys of a post that is there.
 *
 * @param {string} title
 * @param {string | null | undefined} publishedAt
 */
function keysOf(title, publishedAt) {
  return [keyOf(title, undefined), keyOf(title, publishedAt)];
}

/**
 * @param {string} file
 * @param {string} folder
 */
function isBelow(file, folder) {
  const way = path.relative(folder, file);
  return way !== "" && !way.startsWith("..") && !path.isAbsolute(way);
}

/** Whether the server takes no such picture. @param {unknown} error */
function isRefused(error) {
  return error instanceof ProblemError && [413, 415, 422].includes(error.status);
}

/** @param {unknown} error */
function wordsOf(error) {
  if (!(error instanceof ProblemError)) return error instanceof Error ? error.message : String(error);
  const fields = error.fields.map(({ message }) => message);
  return fields.length > 0 ? fields.join("; ") : error.message;
}

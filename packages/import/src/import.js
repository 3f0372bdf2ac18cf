/** Brings posts and their pictures to a Connectly site. */

import { readFile } from "node:fs/promises";

import { ProblemError } from "@connectly/common";

import { candidates, isLocal, localPictures, prepare, withAddresses } from "./pictures.js";
import { readPost } from "./post.js";

/** How many tags a post has at most. */
const TAGS_MAX = 5;

/**
 * @typedef {object} Outcome What became of a file.
 * @property {"imported" | "skipped" | "failed"} state
 * @property {string} words What to tell.
 * @property {string[]} warnings
 */

/**
 * Imports posts into one account. A post whose address is there already is skipped, so an import that
 * was interrupted can be run again.
 */
export class Import {
  /** @type {import("@connectly/common").Client} */
  #client;
  /** @type {{ id: string, handle: string }} */
  #user;
  /** @type {string[]} */
  #roots;
  /** @type {boolean} */
  #isTrial;
  /** The addresses of pictures that were uploaded, by file. @type {Map<string, string>} */
  #uploaded = new Map();
  /** The titles of the account's drafts, once they are known. @type {Set<string> | undefined} */
  #drafts;

  /**
   * @param {import("@connectly/common").Client} client With the account's token.
   * @param {object} options
   * @param {{ id: string, handle: string }} options.user The account.
   * @param {string[]} options.roots The folders in which addresses that begin with `/` are looked for.
   * @param {boolean} options.isTrial Whether to read everything and send nothing.
   */
  constructor(client, { user, roots, isTrial }) {
    this.#client = client;
    this.#user = user;
    this.#roots = roots;
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
      const existing = post.published ? await this.#postAt(post.slug) : await this.#draft(post.title);
      if (existing !== undefined) return { state: "skipped", words: `${existing} is there already`, warnings };
      if (post.tags.length > TAGS_MAX) {
        warnings.push(`has ${post.tags.length} tags; the first ${TAGS_MAX} are kept`);
      }
      const cover = post.cover === undefined ? undefined : await this.#picture(post.cover, file, warnings);
      const addresses = await this.#pictures(post.content, file, warnings);
      const content = withAddresses(post.content, addresses);
      if (this.#isTrial) return { state: "imported", words: `would be /@${this.#user.handle}/${post.slug}`, warnings };
      const { id } = await this.#client.createPost({
        title: post.title,
        content,
        slug: post.slug,
        published: post.published,
        ...(post.publishedAt === undefined ? {} : { publishedAt: post.publishedAt }),
        tags: post.tags.slice(0, TAGS_MAX),
        ...(cover === undefined ? {} : { cover, ...(post.coverAlt === undefined ? {} : { coverAlt: post.coverAlt }) }),
      });
      const address = (await this.#client.readPost(id)).post.address;
      return { state: "imported", words: address ?? "a draft", warnings };
    } catch (error) {
      return { state: "failed", words: wordsOf(error), warnings };
    }
  }

  /**
   * The address of the account's post with this slug.
   *
   * @param {string} slug
   */
  async #postAt(slug) {
    try {
      return (await this.#client.readPostAt(this.#user.handle, slug)).post.address ?? undefined;
    } catch (error) {
      if (error instanceof ProblemError && error.status === 404) return undefined;
      throw error;
    }
  }

  /**
   * What to call the account's draft with this title, if it has one. A draft has no address.
   *
   * @param {string} title
   */
  async #draft(title) {
    if (this.#drafts === undefined) {
      this.#drafts = new Set();
      for (let cursor; cursor !== null; ) {
        const page = await this.#client.listPosts({
          author: this.#user.id,
          published: false,
          content: "excerpt",
          limit: 100,
          ...(cursor === undefined ? {} : { cursor }),
        });
        for (const draft of page.posts) this.#drafts.add(draft.title);
        cursor = page.nextCursor;
      }
    }
    return this.#drafts.has(title) ? "a draft with this title" : undefined;
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
    const found = await firstOf(candidates(address, postFile, this.#roots));
    if (found === undefined) {
      warnings.push(`there is no file for the picture ${address}`);
      return undefined;
    }
    const known = this.#uploaded.get(found.file);
    if (known !== undefined) return known;
    try {
      const url = await this.#upload(await prepare(found.bytes));
      this.#uploaded.set(found.file, url);
      return url;
    } catch (error) {
      // What concerns the account or the server, rather than this picture, ends the post.
      if (error instanceof ProblemError && ![413, 415, 422].includes(error.status)) throw error;
      warnings.push(`the picture ${address} was left out: ${wordsOf(error)}`);
      return undefined;
    }
  }

  /** @param {import("./pictures.js").Prepared} picture */
  async #upload({ file, narrower }) {
    if (this.#isTrial) return "/media/…";
    const { picture } = await this.#client.uploadPicture(file);
    for (const { width, file: narrow } of narrower) {
      await this.#client.addPictureWidth(picture.id, String(width), narrow);
    }
    return picture.url;
  }
}

/**
 * The first of several files that exists.
 *
 * @param {string[]} files
 */
async function firstOf(files) {
  for (const file of files) {
    const bytes = await readFile(file).catch(() => undefined);
    if (bytes !== undefined) return { file, bytes: Buffer.from(bytes) };
  }
  return undefined;
}

/** @param {unknown} error */
function wordsOf(error) {
  if (!(error instanceof ProblemError)) return error instanceof Error ? error.message : String(error);
  const fields = error.fields.map(({ message }) => message);
  return fields.length > 0 ? fields.join("; ") : error.message;
}

// Generated from docs/openapi.json by `npm run generate`: do not edit.

import * as z from "zod";

import { length, lowerCase, oneOf, trim, wellFormed } from "../text.js";

// zod would compile schemas with `new Function`, and try whether it may. A page with a strict
// Content-Security-Policy reports the attempt.
z.config({ jitless: true });

/** Text that shows nothing, and is not white space alone. */
const BLANK = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*[\u0001-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d159}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}][\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u0001-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d159}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]*$/u;

/**
 * Body of `sign_up`.
 *
 * Checks a `SignUp` as the server does, with the same messages.
 */
export const signUpSchema = z.object({
  /**
   * The account's address, trimmed and compared without case. No other account may have it.
   */
  email: z.string({ error: oneOf("email is required", "email must be a string") })
    .overwrite(wellFormed)
    .overwrite(trim)
    .overwrite(lowerCase)
    .refine((value) => length(value) <= 254 && /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/u.test(value), "email must be an e-mail address such as ada@example.com, of at most 254 characters"),
  /**
   * Any text, including spaces; stored only as a hash. Not one of the most common passwords, the e-mail address or the name.
   */
  password: z.string({ error: oneOf("password is required", "password must be a string") })
    .overwrite(wellFormed)
    .refine((value) => length(value.normalize("NFC")) >= 8 && length(value.normalize("NFC")) <= 128, "password must have 8 to 128 characters")
    .refine((value) => /^[^\u0000]*$/u.test(value.normalize("NFC")), "password must not contain the character NUL (U+0000)"),
  /**
   * What readers see; white space around it is dropped.
   */
  name: z.string({ error: "name must be a string" })
    .overwrite(wellFormed)
    .overwrite(trim)
    .refine((value) => length(value) >= 1 && length(value) <= 80, "name must have 1 to 80 characters")
    .refine((value) => /^[^\u0000]*$/u.test(value), "name must not contain the character NUL (U+0000)")
    .refine((value) => !BLANK.test(value), "name must have at least one visible character")
    .nullish(),
});

/**
 * Body of `sign_in`.
 *
 * A password may be shorter here than in `SignUp`: it is then simply wrong. If the minimum is raised one day, nobody is locked out.
 *
 * Checks a `SignIn` as the server does, with the same messages.
 */
export const signInSchema = z.object({
  /**
   * The account's address; trimmed and compared without case.
   */
  email: z.string({ error: oneOf("email is required", "email must be a string") })
    .overwrite(wellFormed)
    .overwrite(trim)
    .overwrite(lowerCase)
    .refine((value) => length(value) <= 254 && /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/u.test(value), "email must be an e-mail address such as ada@example.com, of at most 254 characters"),
  /**
   * The account's password.
   */
  password: z.string({ error: oneOf("password is required", "password must be a string") })
    .overwrite(wellFormed)
    .refine((value) => length(value.normalize("NFC")) >= 1 && length(value.normalize("NFC")) <= 128, "password must have 1 to 128 characters"),
});

/**
 * Body of `update_me`.
 *
 * Checks a `UpdateMe` as the server does, with the same messages.
 */
export const updateMeSchema = z.object({
  /**
   * What readers see; white space around it is dropped. Null takes the name away; where it is absent, the name stays.
   */
  name: z.string({ error: "name must be a string" })
    .overwrite(wellFormed)
    .overwrite(trim)
    .refine((value) => length(value) >= 1 && length(value) <= 80, "name must have 1 to 80 characters")
    .refine((value) => /^[^\u0000]*$/u.test(value), "name must not contain the character NUL (U+0000)")
    .refine((value) => !BLANK.test(value), "name must have at least one visible character")
    .nullish(),
  /**
   * The page's address is `/@` and this: 2 to 30 letters from a to z, digits or `_`. The former address leads to the new one for ever, and nobody else gets it.
   */
  handle: z.string({ error: "handle must be a string" })
    .overwrite(wellFormed)
    .overwrite(trim)
    .overwrite(lowerCase)
    .refine((value) => /^[a-z0-9_]{2,30}$/u.test(value), "handle must have 2 to 30 characters, each a letter from a to z, a digit or _")
    .nullish(),
  /**
   * What readers see beside the name. Null takes it away.
   */
  bio: z.string({ error: "bio must be a string" })
    .overwrite(wellFormed)
    .overwrite(trim)
    .refine((value) => length(value) >= 1 && length(value) <= 300, "bio must have 1 to 300 characters")
    .refine((value) => /^[^\u0000]*$/u.test(value), "bio must not contain the character NUL (U+0000)")
    .refine((value) => !BLANK.test(value), "bio must have at least one visible character")
    .nullish(),
  /**
   * At most 5 addresses of other pages, each beginning with `https://`. They replace those from before.
   */
  links: z.array(z.string({ error: "links must be a list of strings" }), { error: "links must be a list of strings" })
    .nullish(),
  /**
   * The `url` of an uploaded picture. Null takes it away.
   */
  picture: z.string({ error: "picture must be a string" })
    .overwrite(wellFormed)
    .refine((value) => /^\/media\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\/[1-9][0-9]{0,4}x[1-9][0-9]{0,4}\.(avif|gif|jpg|png|webp)$/u.test(value), "picture must be the url of a picture, as uploading it answered")
    .nullish(),
});

/**
 * Body of `change_password`.
 *
 * Checks a `ChangePassword` as the server does, with the same messages.
 */
export const changePasswordSchema = z.object({
  /**
   * The account's password until now.
   */
  currentPassword: z.string({ error: oneOf("currentPassword is required", "currentPassword must be a string") })
    .overwrite(wellFormed)
    .refine((value) => length(value.normalize("NFC")) >= 1 && length(value.normalize("NFC")) <= 128, "currentPassword must have 1 to 128 characters"),
  /**
   * Any text, including spaces. Not one of the most common passwords, the e-mail address or the name.
   */
  newPassword: z.string({ error: oneOf("newPassword is required", "newPassword must be a string") })
    .overwrite(wellFormed)
    .refine((value) => length(value.normalize("NFC")) >= 8 && length(value.normalize("NFC")) <= 128, "newPassword must have 8 to 128 characters")
    .refine((value) => /^[^\u0000]*$/u.test(value.normalize("NFC")), "newPassword must not contain the character NUL (U+0000)"),
});

/**
 * Body of `delete_account`.
 *
 * Checks a `DeleteAccount` as the server does, with the same messages.
 */
export const deleteAccountSchema = z.object({
  /**
   * The account's password.
   */
  password: z.string({ error: oneOf("password is required", "password must be a string") })
    .overwrite(wellFormed)
    .refine((value) => length(value.normalize("NFC")) >= 1 && length(value.normalize("NFC")) <= 128, "password must have 1 to 128 characters"),
  /**
   * What becomes of the posts that are published: `delete`, or `keep` under the name "Deleted author". Drafts are deleted.
   */
  posts: z.enum(["delete","keep"], { error: oneOf("posts is required", "posts must be delete or keep") }),
});

/**
 * Body of `create_post`.
 *
 * Checks a `CreatePost` as the server does, with the same messages.
 */
export const createPostSchema = z.object({
  /**
   * One line, of which white space around it is dropped. A draft may be without one.
   */
  title: z.string({ error: "title must be a string" })
    .overwrite(wellFormed)
    .overwrite(trim)
    .refine((value) => length(value) >= 0 && length(value) <= 200, "title must have 0 to 200 characters")
    .refine((value) => /^[^\u0000]*$/u.test(value), "title must not contain the character NUL (U+0000)")
    .refine((value) => !BLANK.test(value), "title must have at least one visible character")
    .nullish(),
  /**
   * Markdown, kept as it came. A draft may be without any.
   */
  content: z.string({ error: "content must be a string" })
    .overwrite(wellFormed)
    .refine((value) => length(value) >= 0 && length(value) <= 100000, "content must have 0 to 100000 characters")
    .refine((value) => /^[^\u0000]*$/u.test(value), "content must not contain the character NUL (U+0000)")
    .refine((value) => !BLANK.test(value), "content must have at least one visible character")
    .nullish(),
  /**
   * True when absent; false makes a draft.
   */
  published: z.boolean({ error: "published must be true or false" })
    .nullish(),
  /**
   * When it is published, in RFC 3339 and UTC. A time in the past puts it there in lists. In the future, its author alone sees it until then. Now when absent.
   */
  publishedAt: z.string({ error: "publishedAt must be a string" })
    .overwrite(wellFormed)
    .nullish(),
  /**
   * The part of the address after the author's; made from the title when absent. What isn't a letter or a digit becomes a hyphen. If another post of the author has it, a number is appended.
   */
  slug: z.string({ error: "slug must be a string" })
    .overwrite(wellFormed)
    .nullish(),
  /**
   * At most 5. A tag that is there in another spelling already is dropped.
   */
  tags: z.array(z.string({ error: "tags must be a list of strings" }), { error: "tags must be a list of strings" })
    .nullish(),
  /**
   * The `url` of an uploaded picture to show above it.
   */
  cover: z.string({ error: "cover must be a string" })
    .overwrite(wellFormed)
    .refine((value) => /^\/media\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\/[1-9][0-9]{0,4}x[1-9][0-9]{0,4}\.(avif|gif|jpg|png|webp)$/u.test(value), "cover must be the url of a picture, as uploading it answered")
    .nullish(),
  /**
   * What this picture shows.
   */
  coverAlt: z.string({ error: "coverAlt must be a string" })
    .overwrite(wellFormed)
    .overwrite(trim)
    .refine((value) => length(value) >= 1 && length(value) <= 500, "coverAlt must have 1 to 500 characters")
    .refine((value) => /^[^\u0000]*$/u.test(value), "coverAlt must not contain the character NUL (U+0000)")
    .refine((value) => !BLANK.test(value), "coverAlt must have at least one visible character")
    .nullish(),
});

/**
 * Body of `update_post`. What is absent stays as it is.
 *
 * Checks a `UpdatePost` as the server does, with the same messages.
 */
export const updatePostSchema = z.object({
  /**
   * The post.
   */
  id: z.string({ error: oneOf("id is required", "id must be a UUID, as in an earlier answer") })
    .overwrite(wellFormed)
    .refine((value) => /^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$/u.test(value), "id must be a UUID, as in an earlier answer"),
  /**
   * One line, of which white space around it is dropped. A draft may be without one.
   */
  title: z.string({ error: "title must be a string" })
    .overwrite(wellFormed)
    .overwrite(trim)
    .refine((value) => length(value) >= 0 && length(value) <= 200, "title must have 0 to 200 characters")
    .refine((value) => /^[^\u0000]*$/u.test(value), "title must not contain the character NUL (U+0000)")
    .refine((value) => !BLANK.test(value), "title must have at least one visible character")
    .nullish(),
  /**
   * Markdown, kept as it came. A draft may be without any.
   */
  content: z.string({ error: "content must be a string" })
    .overwrite(wellFormed)
    .refine((value) => length(value) >= 0 && length(value) <= 100000, "content must have 0 to 100000 characters")
    .refine((value) => /^[^\u0000]*$/u.test(value), "content must not contain the character NUL (U+0000)")
    .refine((value) => !BLANK.test(value), "content must have at least one visible character")
    .nullish(),
  /**
   * False takes the post out of every list but its author's own.
   */
  published: z.boolean({ error: "published must be true or false" })
    .nullish(),
  /**
   * When it is published, in RFC 3339 and UTC. It is set when a post is published for the first time, and stays until it is changed here.
   */
  publishedAt: z.string({ error: "publishedAt must be a string" })
    .overwrite(wellFormed)
    .nullish(),
  /**
   * The part of the address after the author's. Former addresses lead to the post. A draft has none until it is published.
   */
  slug: z.string({ error: "slug must be a string" })
    .overwrite(wellFormed)
    .nullish(),
  /**
   * At most 5. A tag that is there in another spelling already is dropped.
   */
  tags: z.array(z.string({ error: "tags must be a list of strings" }), { error: "tags must be a list of strings" })
    .nullish(),
  /**
   * The `url` of an uploaded picture to show above it. Null takes it away.
   */
  cover: z.string({ error: "cover must be a string" })
    .overwrite(wellFormed)
    .refine((value) => /^\/media\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\/[1-9][0-9]{0,4}x[1-9][0-9]{0,4}\.(avif|gif|jpg|png|webp)$/u.test(value), "cover must be the url of a picture, as uploading it answered")
    .nullish(),
  /**
   * What this picture shows. Null takes the description away.
   */
  coverAlt: z.string({ error: "coverAlt must be a string" })
    .overwrite(wellFormed)
    .overwrite(trim)
    .refine((value) => length(value) >= 1 && length(value) <= 500, "coverAlt must have 1 to 500 characters")
    .refine((value) => /^[^\u0000]*$/u.test(value), "coverAlt must not contain the character NUL (U+0000)")
    .refine((value) => !BLANK.test(value), "coverAlt must have at least one visible character")
    .nullish(),
});

/**
 * Body of `save_draft`: the post as it would be published. Nothing of an earlier draft stays.
 *
 * Checks a `SaveDraft` as the server does, with the same messages.
 */
export const saveDraftSchema = z.object({
  /**
   * One line, of which white space around it is dropped; may be empty.
   */
  title: z.string({ error: oneOf("title is required", "title must be a string") })
    .overwrite(wellFormed)
    .overwrite(trim)
    .refine((value) => length(value) >= 0 && length(value) <= 200, "title must have 0 to 200 characters")
    .refine((value) => /^[^\u0000]*$/u.test(value), "title must not contain the character NUL (U+0000)")
    .refine((value) => !BLANK.test(value), "title must have at least one visible character"),
  /**
   * Markdown, kept as it came; may be empty.
   */
  content: z.string({ error: oneOf("content is required", "content must be a string") })
    .overwrite(wellFormed)
    .refine((value) => length(value) >= 0 && length(value) <= 100000, "content must have 0 to 100000 characters")
    .refine((value) => /^[^\u0000]*$/u.test(value), "content must not contain the character NUL (U+0000)")
    .refine((value) => !BLANK.test(value), "content must have at least one visible character"),
  /**
   * At most 5. A tag that is there in another spelling already is dropped.
   */
  tags: z.array(z.string({ error: "tags must be a list of strings" }), { error: "tags must be a list of strings" })
    .nullish(),
  /**
   * The `url` of an uploaded picture to show above it.
   */
  cover: z.string({ error: "cover must be a string" })
    .overwrite(wellFormed)
    .refine((value) => /^\/media\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\/[1-9][0-9]{0,4}x[1-9][0-9]{0,4}\.(avif|gif|jpg|png|webp)$/u.test(value), "cover must be the url of a picture, as uploading it answered")
    .nullish(),
  /**
   * What this picture shows.
   */
  coverAlt: z.string({ error: "coverAlt must be a string" })
    .overwrite(wellFormed)
    .overwrite(trim)
    .refine((value) => length(value) >= 1 && length(value) <= 500, "coverAlt must have 1 to 500 characters")
    .refine((value) => /^[^\u0000]*$/u.test(value), "coverAlt must not contain the character NUL (U+0000)")
    .refine((value) => !BLANK.test(value), "coverAlt must have at least one visible character")
    .nullish(),
});

/**
 * Query of `export_account`.
 *
 * Checks a `ExportAccountQuery` as the server does, with the same messages.
 */
export const exportAccountQuerySchema = z.object({
  /**
   * JSON, or a zip archive with the same JSON and each post as a Markdown file.
   */
  format: z.enum(["json","archive"], { error: "format must be json or archive" })
    .optional(),
  /**
   * `nextCursor` of the previous part; absent for the first part.
   */
  cursor: z.string({ error: "cursor must be the nextCursor of an earlier answer" })
    .overwrite(wellFormed)
    .refine((value) => /^A[A-Za-z0-9_-]{31}$/u.test(value), "cursor must be the nextCursor of an earlier answer")
    .optional(),
});

/**
 * Query of `list_posts`.
 *
 * Checks a `ListPostsQuery` as the server does, with the same messages.
 */
export const listPostsQuerySchema = z.object({
  /**
   * How many posts at most.
   */
  limit: z.number({ error: "limit must be a whole number from 1 to 100" })
    .refine((value) => Number.isSafeInteger(value) && value >= 1 && value <= 100, "limit must be a whole number from 1 to 100")
    .optional(),
  /**
   * `nextCursor` of the page before; absent for the first page.
   */
  cursor: z.string({ error: "cursor must be the nextCursor of an earlier answer" })
    .overwrite(wellFormed)
    .refine((value) => /^A[A-Za-z0-9_-]{31}$/u.test(value), "cursor must be the nextCursor of an earlier answer")
    .optional(),
  /**
   * Only the posts of the user with this id.
   */
  author: z.string({ error: "author must be a UUID, as in an earlier answer" })
    .overwrite(wellFormed)
    .refine((value) => /^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$/u.test(value), "author must be a UUID, as in an earlier answer")
    .optional(),
  /**
   * Only the posts of the author with this handle, or who had it once.
   */
  handle: z.string({ error: "handle must have 2 to 30 characters, each a letter from a to z, a digit or _" })
    .overwrite(wellFormed)
    .refine((value) => /^[a-z0-9_]{2,30}$/u.test(value), "handle must have 2 to 30 characters, each a letter from a to z, a digit or _")
    .optional(),
  /**
   * Only the posts with this tag, in any spelling.
   */
  tag: z.string({ error: "tag must be a tag: one line of 1 to 50 characters without / \\ , \" < or >" })
    .overwrite(wellFormed)
    .optional(),
  /**
   * How much of each text: all of it, or its beginning in plain words, under the name `excerpt`.
   */
  content: z.enum(["full","excerpt"], { error: "content must be full or excerpt" })
    .optional(),
  /**
   * True lists published posts only, false drafts only. Nobody sees another user's drafts, so false is an empty list unless `author` is your own id.
   */
  published: z.boolean({ error: "published must be true or false" })
    .optional(),
});

/**
 * Query of `suggest_tags`.
 *
 * Checks a `SuggestTagsQuery` as the server does, with the same messages.
 */
export const suggestTagsQuerySchema = z.object({
  /**
   * How the tag begins, in any spelling; the tags in most use when it is absent or empty.
   */
  prefix: z.string({ error: "prefix must be a tag: one line of 1 to 50 characters without / \\ , \" < or >" })
    .overwrite(wellFormed)
    .optional(),
});

/**
 * Query of `search_posts`.
 *
 * Checks a `SearchPostsQuery` as the server does, with the same messages.
 */
export const searchPostsQuerySchema = z.object({
  /**
   * What to search for: words, `"phrases in quotes"`, `or`, and `-` before what a post must not have. The last word may be the beginning of one. Nothing is found without a word to look for.
   */
  q: z.string({ error: "q must be a string" })
    .overwrite(wellFormed)
    .refine((value) => length(value) >= 0 && length(value) <= 200, "q must have 0 to 200 characters")
    .optional(),
  /**
   * How many posts at most.
   */
  limit: z.number({ error: "limit must be a whole number from 1 to 20" })
    .refine((value) => Number.isSafeInteger(value) && value >= 1 && value <= 20, "limit must be a whole number from 1 to 20")
    .optional(),
  /**
   * `nextCursor` of the page before; absent for the first page.
   */
  cursor: z.string({ error: "cursor must be the nextCursor of an earlier answer" })
    .overwrite(wellFormed)
    .refine((value) => /^A[A-Za-z0-9_-]{31}$/u.test(value), "cursor must be the nextCursor of an earlier answer")
    .optional(),
});

/**
 * Query of `list_pictures`.
 *
 * Checks a `ListPicturesQuery` as the server does, with the same messages.
 */
export const listPicturesQuerySchema = z.object({
  /**
   * How many pictures at most.
   */
  limit: z.number({ error: "limit must be a whole number from 1 to 100" })
    .refine((value) => Number.isSafeInteger(value) && value >= 1 && value <= 100, "limit must be a whole number from 1 to 100")
    .optional(),
  /**
   * The `nextCursor` of the page before.
   */
  cursor: z.string({ error: "cursor must be the nextCursor of an earlier answer" })
    .overwrite(wellFormed)
    .refine((value) => /^A[A-Za-z0-9_-]{31}$/u.test(value), "cursor must be the nextCursor of an earlier answer")
    .optional(),
});

import { type Post, strongTag, wellFormed as whole } from "@connectly/common";

import { tagKey } from "./tags.ts";

/** The picture above a post. */
export interface Cover {
  /** The address of its largest file. */
  readonly url: string;
  /** What it shows; empty if its author didn't say. */
  readonly alt: string;
}

/** The text of a post, with what else its author decides before publishing it. */
export interface Text {
  readonly title: string;
  readonly content: string;
  /** Absent in a text that doesn't say. */
  readonly tags?: readonly string[] | undefined;
  /** Absent in a text that doesn't say. */
  readonly cover?: Cover | null | undefined;
}

/** A post as the server has it, as far as we know. Its text is what its author has saved last. */
export interface Saved extends Text {
  readonly id: string;
  readonly etag: string;
  readonly published: boolean;
  /** What readers see, if its author has saved changes that aren't published. */
  readonly live?: Text | null | undefined;
}

/** A text that was sent and may have arrived, although no answer came. */
export interface Doubt {
  readonly text: Text;
  /** When it was sent, in milliseconds, by this device's clock. */
  readonly sentAt: number;
}

export const blank: Text = { title: "", content: "" };

/** A post from the server's answer. */
export function savedPost(post: Post, etag: string): Saved {
  const { id, published, draft } = post;
  const live = readText(post);
  return {
    id,
    etag: strongTag(etag),
    published,
    ...(draft ? readText(draft) : live),
    live: draft && published ? live : null,
  };
}

function readText({ title, content, tags, cover }: Pick<Post, "title" | "content" | "tags" | "cover">): Text {
  return { title, content: lines(content), tags, cover: cover && { url: cover.url, alt: cover.alt ?? "" } };
}

/** The text alone. */
export function textOf({ title, content, tags, cover }: Text): Text {
  return {
    title,
    content,
    ...(tags === undefined ? {} : { tags }),
    ...(cover === undefined ? {} : { cover }),
  };
}

/** The text as the server takes it. What the text doesn't say is absent. */
export function inputOf({ title, content, tags, cover }: Text) {
  return {
    title,
    content,
    ...(tags === undefined ? {} : { tags: [...tags] }),
    ...(cover === undefined
      ? {}
      : { cover: cover?.url ?? null, coverAlt: cover === null ? null : cover.alt.trim() || null }),
  };
}

/** The text with the only line ends that a textarea has. */
export function lines(content: string): string {
  return content.replace(/\r\n?/g, "\n");
}

/**
 * The text as it can be sent. Half a character, which is left when text is cut in the middle of an
 * emoji, becomes U+FFFD. The text on the screen stays as it is, because the other half may still
 * come.
 */
export function wellFormed(text: Text): Text {
  return { ...textOf(text), title: whole(text.title), content: whole(text.content) };
}

/**
 * Whether two texts are the same to the server, which drops white space around a title and doesn't
 * know half characters.
 */
export function sameText(one: Text, other: Text): boolean {
  return (
    sameWords(one.content, other.content) &&
    sameWords(one.title.trim(), other.title.trim()) &&
    sameTags(one.tags, other.tags) &&
    sameCover(one.cover, other.cover)
  );
}

/** Whether two lists have the same tags, however they are spelled. A text that doesn't say agrees with all. */
export function sameTags(one: Text["tags"], other: Text["tags"]): boolean {
  if (one === undefined || other === undefined) return true;
  return one.length === other.length && one.every((tag, index) => tagKey(tag) === tagKey(other[index] ?? ""));
}

/** Whether two texts have the same cover. A text that doesn't say agrees with all. */
export function sameCover(one: Text["cover"], other: Text["cover"]): boolean {
  if (one === undefined || other === undefined) return true;
  return one?.url === other?.url && one?.alt.trim() === other?.alt.trim();
}

function sameWords(one: string, other: string): boolean {
  return one === other || (one.length === other.length && whole(one) === whole(other));
}

/** Whether a text shows nothing: only white space and invisible characters. */
export function isInvisible(text: string): boolean {
  return /^[\s\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]*$/u.test(text);
}

/** Whether both fields are empty. */
export function isBlank(text: Text): boolean {
  return text.title.trim() === "" && text.content.trim() === "";
}

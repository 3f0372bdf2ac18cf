import { type Post, strongTag, wellFormed as whole } from "@connectly/common";

/** What a writer writes. */
export interface Text {
  readonly title: string;
  readonly content: string;
}

/** A post as the server has it, as far as we know. */
export interface Saved extends Text {
  readonly id: string;
  readonly etag: string;
  readonly published: boolean;
}

export const blank: Text = { title: "", content: "" };

/** A post as the server gave it. */
export function savedPost(post: Post, etag: string): Saved {
  const { id, title, published } = post;
  return { id, etag: strongTag(etag), title, content: lines(post.content), published };
}

/** With the line ends of a textarea, which supports no others. */
export function lines(content: string): string {
  return content.replace(/\r\n?/g, "\n");
}

/**
 * As it can be sent: half a character, which a text cut in the middle of an emoji has, becomes
 * U+FFFD. What is on the screen stays as it is, because the other half may be on its way.
 */
export function wellFormed({ title, content }: Text): Text {
  return { title: whole(title), content: whole(content) };
}

/**
 * Whether two texts are the same to the server, which drops the white space around a title, and
 * replaces half characters.
 */
export function sameText(one: Text, other: Text): boolean {
  return sameWords(one.content, other.content) && sameWords(one.title.trim(), other.title.trim());
}

function sameWords(one: string, other: string): boolean {
  return one === other || (one.length === other.length && whole(one) === whole(other));
}

/** Whether nothing of it can be seen: white space, and characters that show nothing. */
export function isInvisible(text: string): boolean {
  return /^[\s\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]*$/u.test(text);
}

/** Whether there is nothing in it. */
export function isBlank(text: Text): boolean {
  return text.title.trim() === "" && text.content.trim() === "";
}

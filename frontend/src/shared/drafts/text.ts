import { type Post, strongTag, wellFormed as whole } from "@connectly/common";

/** The text of a post. */
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

/** A text that was sent and may have arrived, although no answer came. */
export interface Doubt {
  readonly text: Text;
  /** When it was sent, in milliseconds, by this device's clock. */
  readonly sentAt: number;
}

export const blank: Text = { title: "", content: "" };

/** A post from the server's answer. */
export function savedPost(post: Post, etag: string): Saved {
  const { id, title, published } = post;
  return { id, etag: strongTag(etag), title, content: lines(post.content), published };
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
export function wellFormed({ title, content }: Text): Text {
  return { title: whole(title), content: whole(content) };
}

/**
 * Whether two texts are the same to the server, which drops white space around a title and doesn't
 * know half characters.
 */
export function sameText(one: Text, other: Text): boolean {
  return sameWords(one.content, other.content) && sameWords(one.title.trim(), other.title.trim());
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

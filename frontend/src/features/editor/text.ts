import type { Post } from "@connectly/common";

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
  return { id, etag, title, content: lines(post.content), published };
}

/** With the line ends of a textarea, which knows no others. */
export function lines(content: string): string {
  return content.replace(/\r\n?/g, "\n");
}

/** Whether two texts are the same to the server, which drops the white space around a title. */
export function sameText(one: Text, other: Text): boolean {
  return one.content === other.content && one.title.trim() === other.title.trim();
}

/** Whether there is nothing in it. */
export function isBlank(text: Text): boolean {
  return text.title.trim() === "" && text.content.trim() === "";
}

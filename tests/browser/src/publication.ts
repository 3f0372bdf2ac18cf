import { randomUUID } from "node:crypto";

import type { Post } from "@connectly/common";

import type { Actor } from "./actor.ts";
import { picture } from "./pictures.ts";

/** What a post can have. */
const everything = [
  "It weaves “algebraic” *patterns*, as [the loom](https://example.com/) weaves **flowers**.[^1]",
  "## A part",
  "> A quotation.\n>\n> In two paragraphs.",
  "- one\n- two\n  1. three\n\n- [x] done\n- [ ] not done",
  "```ts\nconst answer: number = 42;\n```",
  "| a | table |\n|:--|--:|\n| 1 | 2 |",
  "### A chapter\n\n---\n\n#### A section\n\n##### A paragraph\n\n###### A sentence",
  "مرحبا בעולם and *नमस्ते*",
  "[^1]: A note.",
].join("\n\n");

/** A post with everything, and the pages on which it is. */
export interface Publication {
  readonly post: Post;
  readonly cover: string;
  /** The paths of its pages. */
  readonly pages: Readonly<Record<"front" | "post" | "author" | "tag" | "archive" | "month" | "search" | "found", string>>;
}

/** Publishes a post with everything that a post can have, by an author who says everything. */
export async function publishEverything(author: Actor): Promise<Publication> {
  const cover = await upload(author, 1_280, 640);
  await author.api.updateMe({
    bio: "Weaves patterns.\nAnd <flowers>.",
    links: ["https://ada.example/?a=1&b=2"],
    picture: await upload(author, 200, 200),
  });
  await author.publish("An older one");
  const tag = `Looms ${randomUUID()}`;
  const { id } = await author.api.createPost({
    title: "What the “loom” & I <learned>",
    content: `${everything}\n\n![A loom](${await upload(author, 640, 400)} "A figure with its caption")`,
    tags: [tag, "Größe"],
    cover,
    coverAlt: "A loom, \"seen\" from above",
  });
  const post = await author.read(id);
  const month = (post.publishedAt ?? "").slice(0, 7).replace("-", "/");
  return {
    post,
    cover,
    pages: {
      front: "/",
      post: post.address ?? "",
      author: `/@${author.user.handle}`,
      tag: `/tag/${encodeURIComponent(tag.toLowerCase())}`,
      archive: "/archive",
      month: `/archive/${month}`,
      search: "/search",
      found: "/search?q=algebraic",
    },
  };
}

async function upload(author: Actor, width: number, height: number): Promise<string> {
  const file = new Blob([new Uint8Array(picture(width, height))], { type: "image/png" });
  return (await author.api.uploadPicture(file)).picture.url;
}

import { randomUUID } from "node:crypto";

import { Client, type CreatePost, type ListedPost, type Post, type User } from "@connectly/common";

import { urls } from "./environment.ts";

/** The password of every actor. */
export const password = "correct horse battery staple";

/**
 * A user with an account, who also uses the API, as from another device. Each test has its own
 * actors, because all tests share the database.
 */
export class Actor {
  readonly name: string;
  readonly email: string;
  readonly password = password;
  readonly user: User;
  readonly api: Client;

  private constructor(name: string, user: User, api: Client) {
    this.name = name;
    this.email = user.email;
    this.user = user;
    this.api = api;
  }

  static async signUp(name: string): Promise<Actor> {
    const email = `${name.toLowerCase()}-${randomUUID()}@example.com`;
    const { jwt, user } = await new Client({ baseUrl: urls.usual }).signUp({ email, password, name });
    return new Actor(name, user, new Client({ baseUrl: urls.usual, token: jwt }));
  }

  /** Publishes a post; its id. */
  async publish(title: string, content = `Content of ${title}.`): Promise<string> {
    return this.#create({ title, content });
  }

  /** Writes a draft; its id. */
  async draft(title: string, content = `Content of ${title}.`): Promise<string> {
    return this.#create({ title, content, published: false });
  }

  async #create(post: CreatePost): Promise<string> {
    return (await this.api.createPost(post)).id;
  }

  /** Changes a post, whatever its state. */
  async change(id: string, change: { title?: string; content?: string; published?: boolean }): Promise<void> {
    await this.api.updatePost({ id, ...change });
  }

  /** A post, as the server has it now. */
  async read(id: string): Promise<Post> {
    return (await this.api.readPost(id)).post;
  }

  /** All posts of the actor, newest first. */
  async posts(): Promise<ListedPost[]> {
    const { posts, nextCursor } = await this.api.listPosts({ author: this.user.id, limit: 100 });
    if (nextCursor !== null) throw new Error("more posts than one page holds");
    return posts;
  }
}

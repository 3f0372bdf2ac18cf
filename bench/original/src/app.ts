// The blog of the course project, in the shape that its stack suggests: a Hono router, zod for
// what comes in, Prisma for the rest. It is here to be measured: the operations of the bench
// and no others.

import { Hono } from "hono";
import { jwt, sign } from "hono/jwt";
import { z } from "zod";

import type { PrismaClient } from "../generated/node/client.js";

/** What differs between Node and workerd. */
export interface Platform {
  jwtSecret: string;
  /** A client for one request, which may be the same for all. */
  database(): PrismaClient;
  /** Called with each client once its request is answered. */
  release(database: PrismaClient): void;
  /** Absent where there is no Argon2. */
  verifyPassword?(hash: string, password: string): Promise<boolean>;
}

const createPost = z.object({
  title: z.string().trim().min(1).max(200),
  content: z.string().min(1).max(100_000),
  published: z.boolean().default(true),
});

const signIn = z.object({
  email: z.email(),
  password: z.string().min(1).max(128),
});

const listPosts = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.uuid().optional(),
  author: z.uuid().optional(),
});

const ISSUER = "connectly";
const AUDIENCE = "connectly-api";
const WEEK = 7 * 24 * 60 * 60;

/** The columns of an answer. */
const select = {
  id: true,
  title: true,
  content: true,
  published: true,
  authorId: true,
  author: { select: { id: true, name: true } },
  createdAt: true,
  updatedAt: true,
} as const;

type Env = { Variables: { db: PrismaClient; jwtPayload: { sub: string } } };

export function createApp(platform: Platform) {
  const app = new Hono<Env>().basePath("/api/v1");

  app.use(async (context, next) => {
    const db = platform.database();
    context.set("db", db);
    await next();
    platform.release(db);
  });

  app.post("/user/signin", async (context) => {
    if (!platform.verifyPassword) {
      return context.json({ error: "There is no Argon2 here" }, 501);
    }
    const input = signIn.safeParse(await context.req.json());
    if (!input.success) {
      return context.json({ error: "Invalid input" }, 400);
    }
    const { email, password } = input.data;
    const user = await context.var.db.user.findUnique({
      where: { email: email.toLowerCase() },
      select: { id: true, email: true, name: true, passwordHash: true },
    });
    if (!user?.passwordHash || !(await platform.verifyPassword(user.passwordHash, password))) {
      return context.json({ error: "Wrong e-mail or password" }, 401);
    }
    const { passwordHash: _, ...shown } = user;
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: ISSUER, aud: AUDIENCE, sub: user.id, iat: now, exp: now + WEEK };
    return context.json({ jwt: await sign(claims, platform.jwtSecret, "HS256"), user: shown });
  });

  app.use(
    "/blog/*",
    jwt({
      secret: platform.jwtSecret,
      alg: "HS256",
      verification: { iss: ISSUER, aud: AUDIENCE },
    }),
  );

  app.post("/blog", async (context) => {
    const input = createPost.safeParse(await context.req.json());
    if (!input.success) {
      return context.json({ error: "Invalid input" }, 400);
    }
    const post = await context.var.db.post.create({
      data: { ...input.data, authorId: context.var.jwtPayload.sub },
      select: { id: true },
    });
    return context.json(post, 201);
  });

  app.get("/blog/bulk", async (context) => {
    const query = listPosts.safeParse(context.req.query());
    if (!query.success) {
      return context.json({ error: "Invalid input" }, 400);
    }
    const { limit, cursor, author } = query.data;
    const posts = await context.var.db.post.findMany({
      where: { published: true, ...(author && { authorId: author }) },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit,
      ...(cursor && { cursor: { id: cursor }, skip: 1 }),
      select,
    });
    const nextCursor = posts.length === limit ? posts.at(-1)?.id : null;
    return context.json({ posts, nextCursor });
  });

  app.get("/blog/:id", async (context) => {
    const post = await context.var.db.post.findUnique({
      where: { id: context.req.param("id") },
      select,
    });
    if (!post || (!post.published && post.authorId !== context.var.jwtPayload.sub)) {
      return context.json({ error: "Not found" }, 404);
    }
    return context.json({ post });
  });

  return app;
}

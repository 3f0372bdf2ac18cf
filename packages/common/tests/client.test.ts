import { describe, expect, expectTypeOf, test } from "vitest";

import { operations } from "../scripts/document.js";
import {
  type AccountExport,
  Client,
  ConnectionError,
  type Download,
  type Post,
  ProblemError,
  type ReadPost,
  type Tagged,
} from "../src/index.js";
import { document, exampleAnswer, exampleProblem } from "./document.js";
import { serve, serveJson } from "./server.js";

const ID = "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60";
const TITLE = { title: "t", content: "c" };

/** The error that a call ends with. */
async function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.fail("the call succeeded"),
    (error: unknown) => error,
  );
}

async function problem(call: Promise<unknown>): Promise<ProblemError> {
  const error = await failure(call);
  expect(error).toBeInstanceOf(ProblemError);
  return error as ProblemError;
}

test("there is a method for every operation", () => {
  const methods = Object.getOwnPropertyNames(Client.prototype).filter(
    (name) => name !== "constructor",
  );
  expect(methods).toEqual(operations(document).map(({ name }) => name));
});

describe("a request", () => {
  test("carries the body as JSON and resolves to the answer's body", async () => {
    const answer = exampleAnswer("/api/v1/user/signup", "post", 201);
    const { baseUrl, received } = await serveJson(201, answer);
    const body = { email: "ada@example.com", password: "correct horse", name: null };
    expect(await new Client({ baseUrl: `${baseUrl}/` }).signUp(body)).toEqual(answer);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ method: "POST", url: "/api/v1/user/signup" });
    expect(received[0]?.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(received[0]?.body ?? "")).toEqual(body);
  });

  test("carries the query that was given", async () => {
    const { baseUrl, received } = await serveJson(200, { posts: [], nextCursor: null });
    const client = new Client({ baseUrl });
    await client.listPosts();
    await client.listPosts({ limit: 5, author: undefined, content: "excerpt" });
    expect(received.map(({ url }) => url)).toEqual([
      "/api/v1/blog/bulk",
      "/api/v1/blog/bulk?limit=5&content=excerpt",
    ]);
  });

  test("carries text, also where an emoji was cut", async () => {
    const { baseUrl, received } = await serveJson(200, { posts: [], nextCursor: null });
    const client = new Client({ baseUrl });
    const cut = "cut \uD83D off \uDE00\uD83D, \uD83D\uDE00 \\ud83d";
    await client.createPost({ title: cut, content: cut });
    const text = "cut \uFFFD off \uFFFD\uFFFD, 😀 \\ud83d";
    // As bytes, before anybody could mend it.
    expect(received[0]?.body).toBe(JSON.stringify({ title: text, content: text }));
    await client.listPosts({ author: cut });
    expect(received[1]?.url).toBe(`/api/v1/blog/bulk?${new URLSearchParams({ author: text })}`);
    await client.readPost("\uD83D");
    expect(received[2]?.url).toBe("/api/v1/blog/%EF%BF%BD");
  });

  test("cannot leave its path", async () => {
    const { baseUrl, received } = await serveJson(400, exampleProblem("Invalid"));
    await problem(new Client({ baseUrl }).readPost("../user/me?x#y"));
    expect(received[0]?.url).toBe("/api/v1/blog/..%2Fuser%2Fme%3Fx%23y");
  });

  test("carries the token where it is of use", async () => {
    const { baseUrl, received } = await serveJson(200, exampleAnswer("/api/v1/user/me", "get", 200));
    const tokens = ["first", undefined];
    await new Client({ baseUrl, token: "fixed" }).readMe();
    const client = new Client({ baseUrl, token: async () => tokens.shift() });
    await client.signIn({ email: "ada@example.com", password: "x" });
    await client.readMe();
    await client.readMe();
    expect(received.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer fixed",
      undefined,
      "Bearer first",
      undefined,
    ]);
  });

  test("goes through the fetch that was given", async () => {
    const urls: unknown[] = [];
    const fetch: typeof globalThis.fetch = async (url) => {
      urls.push(url);
      return Response.json({ loggedOut: true });
    };
    expect(await new Client({ fetch }).signOut()).toEqual({ loggedOut: true });
    expect(urls).toEqual(["/api/v1/user/logout"]);
  });
});

describe("a condition", () => {
  test("begins with the tag of an answer", async () => {
    const answer = exampleAnswer("/api/v1/blog/{id}", "get", 200);
    const { baseUrl } = await serveJson(200, answer, { ETag: '"7"' });
    const read = await new Client({ baseUrl }).readPost(ID);
    expectTypeOf(read).toEqualTypeOf<Tagged<ReadPost>>();
    expectTypeOf(read.post).toEqualTypeOf<Post>();
    expect(read).toEqual({ ...answer, etag: '"7"' });
  });

  test.each(['"7"', 'W/"7"', '"7-gzip"', '"7--gzip"', '"7;gzip"', 'W/"7-br"', '"7-x-gzip"'])(
    "has the form that the server gave, whatever a proxy made of it: %s",
    async (tag) => {
      const answer = exampleAnswer("/api/v1/blog/{id}", "get", 200);
      const { baseUrl, received } = await serveJson(200, answer, { ETag: tag });
      const client = new Client({ baseUrl });
      expect((await client.readPost(ID)).etag).toBe('"7"');
      await client.deletePost(ID, { ifMatch: tag });
      await client.updatePost({ id: ID }, { ifMatch: `${tag}, W/"8"` });
      await client.readPost(ID, { ifNoneMatch: tag });
      const { headers: read } = received[3] ?? expect.fail("four requests");
      expect(received.map(({ headers }) => headers["if-match"])).toEqual([
        undefined,
        '"7"',
        '"7", "8"',
        undefined,
      ]);
      expect(read["if-none-match"]).toBe('"7"');
    },
  );

  test.each(["*", '"x"', 'W/"x-gzip"', '"7gzip"', '"7-"', "", '"x7", W/"y"'])(
    "that is none of the server's stays as it is: %s",
    async (tag) => {
      const { baseUrl, received } = await serveJson(412, exampleProblem("Stale"));
      await problem(new Client({ baseUrl }).deletePost(ID, { ifMatch: tag }));
      expect(received[0]?.headers["if-match"] ?? "").toBe(tag);
    },
  );

  test("is sent, and 304 is null", async () => {
    const { baseUrl, received } = await serve((response) => response.writeHead(304).end());
    const read = await new Client({ baseUrl }).readPost(ID, { ifNoneMatch: '"7"' });
    expectTypeOf(read).toEqualTypeOf<Tagged<ReadPost> | null>();
    expect(read).toBeNull();
    expect(received[0]?.headers["if-none-match"]).toBe('"7"');
  });

  test("is sent with a change, and 412 is a problem", async () => {
    const { baseUrl, received } = await serveJson(412, exampleProblem("Stale"));
    const client = new Client({ baseUrl });
    const errors = [
      await problem(client.updatePost({ id: ID, title: "t" }, { ifMatch: '"7"' })),
      await problem(client.deletePost(ID, { ifMatch: '"7"' })),
    ];
    expect(errors.map(({ status }) => status)).toEqual([412, 412]);
    expect(received.map(({ headers }) => headers["if-match"])).toEqual(['"7"', '"7"']);
  });

  test("without a body is no answer's end", async () => {
    const { baseUrl } = await serve((response) => response.writeHead(204).end());
    expect(await new Client({ baseUrl }).deletePost(ID)).toBeUndefined();
  });
});

describe("a file", () => {
  const cursor = "AAZJ44t7apQBmLiiflt8PZpPGyw9Tl9g";

  test.each([
    [`</api/v1/user/export?format=archive&cursor=${cursor}>; rel="next"`, cursor],
    [undefined, null],
  ])("comes with where the next part begins: %s", async (link, nextCursor) => {
    const { baseUrl, received } = await serve((response) => {
      response.setHeader("Content-Type", "application/zip");
      if (link !== undefined) response.setHeader("Link", link);
      response.end(Buffer.from([0x50, 0x4b, 0xff]));
    });
    const download = await new Client({ baseUrl }).exportAccount({ format: "archive" });
    expectTypeOf(download).toEqualTypeOf<AccountExport | Download>();
    expect(received[0]?.url).toBe("/api/v1/user/export?format=archive");
    if (!("blob" in download)) return expect.fail("no file");
    expect(new Uint8Array(await download.blob.arrayBuffer())).toEqual(
      new Uint8Array([0x50, 0x4b, 0xff]),
    );
    expect(download.nextCursor).toBe(nextCursor);
  });

  test("is JSON unless it is asked for", async () => {
    const answer = exampleAnswer("/api/v1/user/export", "get", 200);
    const { baseUrl } = await serveJson(200, answer);
    expect(await new Client({ baseUrl }).exportAccount()).toEqual(answer);
  });
});

describe("a problem", () => {
  test("tells status, text and faults", async () => {
    const body = exampleProblem("Invalid");
    const { baseUrl } = await serveJson(400, body);
    const error = await problem(new Client({ baseUrl }).createPost(TITLE));
    expect(error).toMatchObject({ name: "ProblemError", status: 400, message: body.detail });
    expect(error.problem).toEqual(body);
    expect(error.fields).toEqual(body.fields);
    expect(error.fieldErrors).toEqual({ [body.fields[0].field]: [body.fields[0].message] });
    expect(error.retryAfter).toBeUndefined();
  });

  test.each([
    ["5", 5],
    ["0", 0],
    ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
    ["soon", undefined],
  ])("says when to try again: %s", async (header, seconds) => {
    const { baseUrl } = await serveJson(503, exampleProblem("Unavailable"), {
      "Retry-After": header,
    });
    const error = await problem(new Client({ baseUrl }).readMe());
    expect(error).toMatchObject({ status: 503, retryAfter: seconds, fields: [] });
  });

  test("may come from somebody in between", async () => {
    for (const body of ["<h1>Bad Gateway</h1>", "", "[]", '{"error":502}', "{"]) {
      const { baseUrl } = await serve((response) => response.writeHead(502).end(body));
      const error = await problem(new Client({ baseUrl }).readMe());
      expect(error.status).toBe(502);
      expect(error.problem.error).toBe("Bad Gateway");
      expect(error.message).not.toBe("");
    }
  });
});

describe("no answer", () => {
  test("is a connection error when nobody listens", async () => {
    const error = await failure(new Client({ baseUrl: "http://127.0.0.1:1" }).readMe());
    expect(error).toBeInstanceOf(ConnectionError);
    expect((error as ConnectionError).cause).toBeInstanceOf(Error);
  });

  test("is one when the answer is somebody else's, or breaks off", async () => {
    const sign_in_page = await serve((response) => response.writeHead(200).end("<h1>Wi-Fi</h1>"));
    const a_list = await serveJson(200, []);
    const half = await serve((response) => {
      response.writeHead(200, { "Content-Length": "100" });
      response.write('{"posts":');
      setTimeout(() => response.destroy(), 20);
    });
    for (const { baseUrl } of [sign_in_page, a_list, half]) {
      const error = await failure(new Client({ baseUrl }).listPosts());
      expect(error).toBeInstanceOf(ConnectionError);
    }
  });

  test("is the signal's reason when the call was aborted", async () => {
    const { baseUrl } = await serve(() => {});
    const reason = new Error("the page was left");
    const controller = new AbortController();
    const call = failure(new Client({ baseUrl }).readMe({ signal: controller.signal }));
    controller.abort(reason);
    expect(await call).toBe(reason);
    const late = failure(new Client({ baseUrl }).readMe({ signal: AbortSignal.timeout(20) }));
    expect(await late).toMatchObject({ name: "TimeoutError" });
  });
});

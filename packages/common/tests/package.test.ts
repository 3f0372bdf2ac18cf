// The package as somebody else gets it: packed, installed in a new project, compiled, run.

import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect, onTestFinished, test } from "vitest";

import { exampleAnswer } from "./document.js";
import { serveJson } from "./server.js";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const TSC = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));

const PROGRAM = `
import { Client, type ListedPost, ProblemError, signUpSchema } from "@connectly/common";

const faults = signUpSchema.safeParse({ email: "ada@example.com", password: "short" });
console.log(faults.error?.issues[0]?.message);

const client = new Client({ baseUrl: process.argv[2] });
try {
  const { posts } = await client.listPosts({ limit: 1, content: "excerpt" });
  const texts = posts.map((post: ListedPost) => ("excerpt" in post ? post.excerpt : post.content));
  console.log(texts.length);
  // @ts-expect-error: a post has no such field.
  console.log(posts[0]?.likes);
} catch (error) {
  if (error instanceof ProblemError) console.log(error.status);
  throw error;
}
`;

const FILES = {
  "package.json": JSON.stringify({ private: true, type: "module" }),
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      module: "nodenext",
      target: "es2022",
      lib: ["es2022", "dom"],
      strict: true,
      exactOptionalPropertyTypes: true,
      types: ["./process"],
      outDir: "out",
    },
    files: ["program.ts"],
  }),
  "process.d.ts": "declare const process: { argv: [string, string, string] };\n",
  "program.ts": PROGRAM,
};

test("a new project can install the package and use it from TypeScript", async () => {
  const project = await mkdtemp(join(tmpdir(), "connectly-common-"));
  onTestFinished(() => rm(project, { recursive: true, force: true }));
  const run = async (program: string, ...args: string[]) =>
    (await promisify(execFile)(program, args, { cwd: project, shell: false })).stdout;

  await run("npm", "pack", PACKAGE, "--pack-destination", project);
  const archives = (await readdir(project)).filter((name) => name.endsWith(".tgz"));
  expect(archives).toHaveLength(1);
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(project, name), text);
  await run("npm", "install", "--prefer-offline", "--no-audit", "--no-fund", `./${archives[0]}`);
  const installed = join(project, "node_modules/@connectly/common");
  expect((await readdir(installed)).sort()).toEqual(["LICENSE", "README.md", "dist", "package.json"]);

  await run(process.execPath, TSC);
  const { baseUrl, received } = await serveJson(
    200,
    exampleAnswer("/api/v1/blog/bulk", "get", 200),
  );
  const output = await run(process.execPath, "out/program.js", baseUrl);
  expect(output.split("\n")).toEqual([
    "password must have 8 to 128 characters",
    "1",
    "undefined",
    "",
  ]);
  expect(received.map(({ url }) => url)).toEqual(["/api/v1/blog/bulk?limit=1&content=excerpt"]);
});

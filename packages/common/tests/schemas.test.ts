import { readFileSync } from "node:fs";

import { describe, expect, expectTypeOf, test, vi } from "vitest";
import type * as z from "zod";

import * as common from "../src/index.js";
import { document } from "./document.js";

interface Verdict {
  readonly schema: keyof typeof schemas;
  readonly body: Record<string, unknown>;
  readonly faults: readonly common.FieldError[];
}

const schemas = {
  SignUp: common.signUpSchema,
  SignIn: common.signInSchema,
  UpdateMe: common.updateMeSchema,
  ChangePassword: common.changePasswordSchema,
  DeleteAccount: common.deleteAccountSchema,
  CreatePost: common.createPostSchema,
  UpdatePost: common.updatePostSchema,
  SaveDraft: common.saveDraftSchema,
};

/** What the server says, written down by its own tests. */
const verdicts: Verdict[] = JSON.parse(
  readFileSync(new URL("verdicts.json", import.meta.url), "utf8"),
);

/** The faults that only the server can tell. */
const serverChecks = new Set<string>(
  document["components"].schemas.SignUp.properties.password["x-server-checks"],
);

/**
 * Long texts are in the table as `{ repeat, times }`, those with half a character as `{ escaped,
 * read }`.
 */
function writtenOut(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      if (typeof value !== "object" || value === null) return [name, value];
      const { repeat, times = 0, escaped } = value as {
        repeat?: string;
        times?: number;
        escaped?: string;
      };
      if (escaped !== undefined) return [name, JSON.parse(`"${escaped}"`)];
      return [name, repeat === undefined ? value : repeat.repeat(times)];
    }),
  );
}

/** `[field, message]` of each fault. */
function faults(result: z.ZodSafeParseResult<unknown>): [unknown, string][] {
  return (result.error?.issues ?? []).map(({ path, message }) => [path[0], message]);
}

describe("the schemas say what the server says", () => {
  test("the table has verdicts on every schema, good and bad", () => {
    for (const name of Object.keys(schemas)) {
      const ofSchema = verdicts.filter(({ schema }) => schema === name);
      expect(ofSchema.some(({ faults }) => faults.length === 0)).toBe(true);
      expect(ofSchema.some(({ faults }) => faults.length > 0)).toBe(true);
    }
  });

  test.each(verdicts.map((verdict) => [`${verdict.schema} ${JSON.stringify(verdict.body)}`, verdict]))(
    "%s",
    (_, { schema, body, faults: expected }) => {
      const result = schemas[schema].safeParse(writtenOut(body));
      const known = expected.filter(({ code }) => !serverChecks.has(code));
      expect(faults(result)).toEqual(known.map(({ field, message }) => [field, message]));
    },
  );
});

test("a parsed input is as the server keeps it", () => {
  const parsed = common.signUpSchema.parse({
    email: "\u0085 Ada@Example.COM\n",
    password: " spaces stay ",
    name: "\u3000Ada ",
    admin: true,
  });
  expect(parsed).toEqual({ email: "ada@example.com", password: " spaces stay ", name: "Ada" });
});

test("half a character is read as the server reads it", () => {
  const halves = verdicts.flatMap(({ schema, body, faults }) =>
    Object.entries(body)
      .filter(([, value]) => typeof value === "object" && value !== null && "escaped" in value)
      .map(([name, value]) => ({ schema, body, faults, name, read: (value as { read: string }).read })),
  );
  expect(halves.length).toBeGreaterThan(4);
  for (const { schema, body, faults, name, read } of halves) {
    const result = schemas[schema].safeParse(writtenOut(body));
    expect(result.success).toBe(faults.length === 0);
    const kept = (result.data as Record<string, unknown> | undefined)?.[name];
    if (result.success) expect(kept).toBe(name === "title" ? read.trim() : read);
  }
});

test("white space takes no longer than it is long", () => {
  const title = `x${" ".repeat(1_000_000)}x`;
  const begin = performance.now();
  common.createPostSchema.safeParse({ title, content: "c" });
  const blank = `${" ".repeat(50_000)}${"\u200B".repeat(49_999)}`;
  for (const content of [blank, `${blank}x`]) {
    const isGood = common.createPostSchema.safeParse({ title: "t", content }).success;
    expect(isGood).toBe(content !== blank);
  }
  expect(performance.now() - begin).toBeLessThan(2_000);
});

test("a password is counted as the server counts it and sent as it was typed", () => {
  const typed = "e\u0301".repeat(8);
  const body = { currentPassword: typed, newPassword: typed };
  expect(common.changePasswordSchema.parse(body)).toEqual(body);
});

test("a query is checked as the server checks it", () => {
  const check = (query: unknown) => faults(common.listPostsQuerySchema.safeParse(query));
  expect(check({})).toEqual([]);
  expect(check({ limit: 100, content: "excerpt", cursor: "A".repeat(32) })).toEqual([]);
  for (const limit of [0, 101, 1.5, -0.5, Number.NaN, "20"]) {
    expect(check({ limit })).toEqual([["limit", "limit must be a whole number from 1 to 100"]]);
  }
  expect(check({ content: "all", cursor: "x", author: "y" })).toEqual([
    ["cursor", "cursor must be the nextCursor of an earlier answer"],
    ["author", "author must be a UUID, as in an earlier answer"],
    ["content", "content must be full or excerpt"],
  ]);
});

test("no code is made from text, which a strict Content-Security-Policy reports", async () => {
  vi.resetModules();
  const made = vi.fn();
  vi.stubGlobal("Function", new Proxy(Function, { construct: made, apply: made }));
  try {
    const { signUpSchema } = await import("../src/index.js");
    expect(signUpSchema.safeParse({}).success).toBe(false);
    expect(made).not.toHaveBeenCalled();
  } finally {
    vi.unstubAllGlobals();
  }
});

test("a schema's type is the type of the body", () => {
  expectTypeOf<z.output<typeof common.signUpSchema>>().toExtend<common.SignUp>();
  expectTypeOf<common.SignUp>().toExtend<z.input<typeof common.signUpSchema>>();
  expectTypeOf<z.output<typeof common.signInSchema>>().toExtend<common.SignIn>();
  expectTypeOf<common.SignIn>().toExtend<z.input<typeof common.signInSchema>>();
  expectTypeOf<z.output<typeof common.updateMeSchema>>().toExtend<common.UpdateMe>();
  expectTypeOf<common.UpdateMe>().toExtend<z.input<typeof common.updateMeSchema>>();
  expectTypeOf<z.output<typeof common.changePasswordSchema>>().toExtend<common.ChangePassword>();
  expectTypeOf<common.ChangePassword>().toExtend<z.input<typeof common.changePasswordSchema>>();
  expectTypeOf<z.output<typeof common.deleteAccountSchema>>().toExtend<common.DeleteAccount>();
  expectTypeOf<common.DeleteAccount>().toExtend<z.input<typeof common.deleteAccountSchema>>();
  expectTypeOf<z.output<typeof common.createPostSchema>>().toExtend<common.CreatePost>();
  expectTypeOf<common.CreatePost>().toExtend<z.input<typeof common.createPostSchema>>();
  expectTypeOf<z.output<typeof common.updatePostSchema>>().toExtend<common.UpdatePost>();
  expectTypeOf<common.UpdatePost>().toExtend<z.input<typeof common.updatePostSchema>>();
  expectTypeOf<z.output<typeof common.listPostsQuerySchema>>().toExtend<common.ListPostsQuery>();
  expectTypeOf<common.ListPostsQuery>().toExtend<z.input<typeof common.listPostsQuerySchema>>();
});

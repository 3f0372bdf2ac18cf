import { expect, test } from "vitest";

import { fieldOf, lacksTime, momentOf, termsOf, untouched } from "./terms.ts";

const page = { slug: "on-engines", address: "/@ada/on-engines", publishedAt: "2026-11-01T10:20:30.123456Z", updatedAt: "2026-11-01T10:20:30.123456Z" };

test("the server is told only what is new", () => {
  expect(termsOf(untouched, undefined)).toBeUndefined();
  expect(termsOf(untouched, page)).toBeUndefined();
  expect(termsOf({ slug: null, time: null }, undefined)).toBeUndefined();
  expect(termsOf({ slug: null, time: fieldOf(page.publishedAt) }, page)).toBeUndefined();
  expect(termsOf({ slug: " On  Engines ", time: null }, page)).toBeUndefined();
  expect(termsOf({ slug: " ", time: "" }, page)).toBeUndefined();
  expect(termsOf({ slug: "Looms", time: null }, page)).toEqual({ slug: "Looms" });
});

test("a time is this device's", () => {
  const terms = termsOf({ slug: null, time: "2030-05-06T07:08" }, page);
  expect(terms).toEqual({ publishedAt: new Date(2030, 4, 6, 7, 8).toISOString() });
  expect(fieldOf(terms?.publishedAt ?? null)).toBe("2030-05-06T07:08");
  expect(momentOf("")).toBeNull();
});

test("a time is lacking where it is to be another one than now, and has no date", () => {
  expect(lacksTime({ slug: null, time: "" })).toBe(true);
  for (const time of [undefined, null, "2030-05-06T07:08"]) expect(lacksTime({ slug: null, time })).toBe(false);
});

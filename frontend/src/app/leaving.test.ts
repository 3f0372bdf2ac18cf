import { expect, test } from "vitest";

import type { Session } from "../shared/session/session.ts";
import { leaveFor } from "./leaving.ts";

const id = "0190b5a0-0000-7000-8000-000000000000";
const place = (path: string) => {
  const { pathname, search, hash } = new URL(path, "https://connectly.example");
  return { pathname, search, hash };
};
const expired: Session = { state: "expired" };
const out: Session = { state: "out" };

test.each([["/"], [`/?author=${id}`], [`/blog/${id}`], [`/blog/${id}#note`]])(
  "who reads %s when the session ends goes on where everybody may read, else signs in",
  (path) => {
    expect(leaveFor(expired, place(path), true)).toBeUndefined();
    const next = path === "/" ? "/signin" : `/signin?next=${encodeURIComponent(path)}`;
    expect(leaveFor(expired, place(path), false)).toBe(next);
  },
);

test.each([["/posts?show=published"], ["/account"], ["/publish"], [`/edit/${id}`]])(
  "%s is for people who are signed in, wherever that is",
  (path) => {
    for (const open of [true, false]) {
      expect(leaveFor(expired, place(path), open)).toBe(
        `/signin?next=${encodeURIComponent(path)}`,
      );
    }
  },
);

test("who signed out on purpose is not led back", () => {
  for (const open of [true, false]) expect(leaveFor(out, place("/account"), open)).toBe("/signin");
});

test("who signed out in another tab while writing is led back to the text", () => {
  for (const open of [true, false]) {
    expect(leaveFor(out, place("/publish"), open)).toBe("/signin?next=%2Fpublish");
    expect(leaveFor(out, place("/publish?draft=a"), open)).toBe(
      "/signin?next=%2Fpublish%3Fdraft%3Da",
    );
    expect(leaveFor(out, place(`/edit/${id}`), open)).toBe(`/signin?next=%2Fedit%2F${id}`);
    expect(leaveFor({ state: "deleted", user: id }, place("/publish"), open)).toBe("/signin");
  }
});

test("who is about to sign in stays there, and so does who has", () => {
  expect(leaveFor(expired, place("/signin?next=/posts"), false)).toBeUndefined();
  expect(leaveFor(out, place("/signup"), false)).toBeUndefined();
  expect(leaveFor({ state: "none" }, place("/posts"), false)).toBeUndefined();
});

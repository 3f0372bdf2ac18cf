import { expect, test } from "vitest";
import { hasProse, prose } from "../src/comments.js";

test("comments keep their lines, and code is left out", () => {
  for (const [path, source, expected] of [
    ["a.rs", "//! One\nfn f() {} // two\n/// three\nlet url = \"http://x\";", "One\ntwo\nthree\n"],
    ["a.sql", "-- One\nselect 1 -- two", "One\ntwo"],
    ["a.toml", "# One\nkey = 1 # two", "One\ntwo"],
    ["a.ts", "/** One */\n/**\n * two\n */\nconst x = 1; // three", "One\n\ntwo\n\nthree"],
    ["a.md", "One\n\n- two", "One\n\n- two"],
  ]) {
    expect(prose(path, source), path).toBe(expected);
  }
});

test("only files with prose are read", () => {
  const paths = ["a.rs", "b.md", "c.json", "LICENSE", "d.png"];
  expect(paths.filter(hasProse)).toEqual(["a.rs", "b.md"]);
});

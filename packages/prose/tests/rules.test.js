import { fileURLToPath } from "node:url";
import { fromYAMLFilePath } from "prh";
import { expect, test } from "vitest";
import { prose } from "../src/comments.js";
import { linter } from "../src/linter.js";

const RULES = fromYAMLFilePath(fileURLToPath(new URL("../rules.yml", import.meta.url))).rules;

// prh itself checks, when it reads the rules, that each example becomes what it should.
test("every rule has an example that breaks it and one that does not", async () => {
  const lint = await linter();
  for (const rule of RULES) {
    const broken = rule.specs.filter(({ from, to }) => from !== to);
    const kept = rule.specs.filter(({ from, to }) => from === to);
    expect(broken.length, rule.pattern).toBeGreaterThan(0);
    expect(kept.length, rule.pattern).toBeGreaterThan(0);
    for (const { from } of broken) expect(await lint(from), from).not.toEqual([]);
    for (const { from } of kept) expect(await lint(from), from).toEqual([]);
  }
});

test("a fault is named by its line, also where the sentence goes on in the next", async () => {
  const lint = await linter();
  const source = "fn f() {}\n    // It is fast, for\n    // it is small.\n    // `, for it`\n";
  expect(await lint(prose("a.rs", source))).toEqual([
    {
      line: 2,
      advice: 'instead of "for it" write "because it". "For" is not a conjunction in this project.',
    },
  ]);
});

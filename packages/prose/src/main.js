// Checks the English of every document and comment of the project.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { hasProse, prose } from "./comments.js";
import { linter } from "./linter.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Files that nobody may edit, or that others wrote, or that programs write. */
const EXCLUDED = [
  // A landed migration is never changed: its checksum is in every database.
  "migrations/",
  "bench/original/",
  "crates/devhost/wit/deps/",
  "packages/common/src/generated/",
  // Examples of bad English.
  "packages/prose/",
];

const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
  cwd: ROOT,
  encoding: "utf8",
  maxBuffer: 1 << 26,
});
const paths = listed
  .split("\0")
  .filter((path) => hasProse(path) && !EXCLUDED.some((folder) => path.startsWith(folder)))
  .filter((path) => existsSync(ROOT + path));
const lint = await linter();
let faults = 0;
for (const path of paths) {
  for (const { line, advice } of await lint(prose(path, readFileSync(ROOT + path, "utf8")))) {
    console.log(`${path}:${line}: ${advice}`);
    faults += 1;
  }
}
if (faults > 0) {
  console.log(`${faults} places to write in plainer English: see packages/prose/rules.yml`);
  process.exitCode = 1;
}

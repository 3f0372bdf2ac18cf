#!/usr/bin/env node
/** The command `connectly-import`. */

import { readdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";

import { Client } from "@connectly/common";

import { Import } from "./import.js";

const USAGE = `Usage: connectly-import FOLDER --site https://blog.example [--static FOLDER] [--dry-run]

Moves the posts in FOLDER, Markdown files with their pictures, to an account of a Connectly site.

Environment:
  CONNECTLY_EMAIL, CONNECTLY_PASSWORD  the account

Options:
  --site ADDRESS    the site
  --static FOLDER   where pictures whose addresses begin with / are; FOLDER and FOLDER/static if absent
  --dry-run         read everything, and change nothing
  --help            show this`;


/** Something that the person who runs the command has to change. */
class UsageError extends Error {}

/** The longest time to wait before a request is sent again, in seconds. */
const LONGEST_WAIT = 120;

/**
 * Waits when the site says that there were too many requests.
 *
 * @param {Parameters<typeof fetch>[0]} input
 * @param {Parameters<typeof fetch>[1]} init
 */
async function patientFetch(input, init) {
  for (;;) {
    const answer = await fetch(input, init);
    const seconds = Number(answer.headers.get("retry-after") ?? Number.NaN);
    if (answer.status !== 429 || !(seconds <= LONGEST_WAIT)) return answer;
    console.error(`too many requests; going on in ${seconds} seconds`);
    await sleep(1000 * seconds);
  }
}

/** The Markdown files below a folder, in the order of their names. @param {string} folder */
async function markdownFiles(folder) {
  const names = await readdir(folder, { recursive: true }).catch(() => {
    throw new UsageError(`there is no folder ${folder}`);
  });
  const isPost = (/** @type {string} */ name) =>
    /\.(?:md|markdown)$/i.test(name) && !/(?:^|[/\\])(?:\.|node_modules[/\\]|README\.|_index\.)/i.test(name);
  const files = names.filter(isPost).sort().map((name) => path.join(folder, name));
  if (files.length === 0) throw new UsageError(`there is no Markdown file in ${folder}`);
  return files;
}

/** @param {string} name */
function variable(name) {
  const value = process.env[name];
  if (value === undefined || value === "") throw new UsageError(`set ${name} in the environment`);
  return value;
}

/** @param {string[]} args */
function read(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        site: { type: "string" },
        static: { type: "string" },
        "dry-run": { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Runs the command. Returns the exit code: 1 if a post could not be imported.
 *
 * @param {string[]} args
 */
async function run(args) {
  const { values, positionals } = read(args);
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new UsageError("name one folder");
  if (values.site === undefined || !URL.canParse(values.site)) {
    throw new UsageError("name the site with --site, such as --site https://blog.example");
  }
  const files = await markdownFiles(folder);
  const options = { baseUrl: values.site, fetch: patientFetch };
  const credentials = { email: variable("CONNECTLY_EMAIL"), password: variable("CONNECTLY_PASSWORD") };
  const { jwt, user } = await new Client(options).signIn(credentials);
  const client = new Client({ ...options, token: jwt });
  const roots = values.static === undefined ? [folder, path.join(folder, "static")] : [values.static];
  const isTrial = values["dry-run"];
  const job = new Import(client, { user: user.id, folder, roots, isTrial });
  const counts = { imported: 0, skipped: 0, failed: 0 };
  for (const file of files) {
    const { state, words, warnings } = await job.file(file);
    counts[state] += 1;
    console.log(`${isTrial && state === "imported" ? "checked" : state}  ${file}: ${words}`);
    for (const warning of warnings) console.log(`         ${warning}`);
  }
  // Everything is done, whether or not the session ends now.
  await client.signOut().catch(() => undefined);
  console.log(`${counts.imported} ${isTrial ? "checked" : "imported"}, ${counts.skipped} skipped, ${counts.failed} failed`);
  return counts.failed > 0 ? 1 : 0;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : error}`);
  if (error instanceof UsageError) console.error(`\n${USAGE}`);
  process.exitCode = 2;
}

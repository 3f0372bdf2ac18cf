// The OpenAPI document, for tests.

import { readFileSync } from "node:fs";

import { DOCUMENT } from "../scripts/generated-files.js";

export const document = JSON.parse(readFileSync(DOCUMENT, "utf8"));

/** The example of an operation's answer. */
export function exampleAnswer(path: string, method: string, status: number): any {
  return document.paths[path][method].responses[status].content["application/json"].example;
}

/** The example of a kind of problem. */
export function exampleProblem(name: string): any {
  return document.components.responses[name].content["application/problem+json"].example;
}

// The client: one method for each operation.

import { camelCase, comment, operations, queryParameters, resolve, upperFirst } from "./document.js";

/** @typedef {import("./document.js").Json} Json */
/** @typedef {import("./document.js").Operation} Operation */

/** @param {Json} document */
export function clientModule(document) {
  const all = operations(document);
  const types = new Set(all.flatMap((operation) => [operation.body, operation.answer, queryType(operation)]));
  types.delete(undefined);
  return `import { type CallOptions, type ClientOptions, type Download, segment, type Tagged, Transport } from "../transport.js";
import type { ${[...types].sort().join(", ")} } from "./types.js";

/**
 * A client of Connectly's API: one method for each operation.
 *
 * A method resolves to the body of success. It rejects with a \`ProblemError\` when the server
 * says no, with a \`ConnectionError\` when there is no answer that can be read, and with the
 * signal's reason when it was aborted.
 */
export class Client {
  readonly #transport: Transport;

  constructor(options: ClientOptions = {}) {
    this.#transport = new Transport(options);
  }

${all.map((operation) => method(document, operation)).join("\n\n")}
}
`;
}

/**
 * @param {Json} document
 * @param {Operation} operation
 */
function method(document, operation) {
  const { name, parameters } = operation;
  const ids = parameters.filter((parameter) => parameter["in"] === "path");
  const query = queryType(operation);
  const conditions = parameters.filter((parameter) => parameter["in"] === "header");
  const canBeUnmodified = "304" in operation.json["responses"];

  const before = [
    ...ids.map(({ name }) => `${name}: string`),
    ...(operation.body ? [`body: ${operation.body}`] : []),
    ...(operation.isUpload ? ["file: Blob"] : []),
    ...(query ? [`query: ${query} = {}`] : []),
  ];
  const options = (/** @type {string} */ type) =>
    [
      "CallOptions",
      ...conditions.map(({ name }) => `{ ${camelCase(name)}?: ${type} }`),
    ].join(" & ");
  const answer = answerType(operation);
  const signature = (/** @type {string} */ last, /** @type {string} */ result) =>
    `  ${name}(${[...before, last].join(", ")}): Promise<${result}>`;

  const call = [
    `method: "${operation.method}"`,
    `path: ${pathExpression(operation)}`,
    ...(query ? ["query"] : []),
    ...(operation.body ? ["body"] : []),
    ...(operation.isUpload ? ["file"] : []),
    `authorized: ${operation.json["security"].length > 0}`,
    ...(answer.startsWith("Tagged") ? ["tagged: true"] : []),
    "options",
  ];
  const lines = [documentation(document, operation)];
  if (canBeUnmodified) {
    lines.push(
      `${signature(`options?: ${options("undefined")}`, answer)};`,
      `${signature(`options: ${options("string | undefined")}`, `${answer} | null`)};`,
    );
  }
  const result = canBeUnmodified ? `${answer} | null` : answer;
  lines.push(
    `${signature(`options: ${options("string | undefined")} = {}`, result)} {`,
    `    return this.#transport.call({ ${call.join(", ")} });`,
    "  }",
  );
  return lines.join("\n");
}

/**
 * @param {Json} document
 * @param {Operation} operation
 */
function documentation(document, operation) {
  const { summary, description, responses } = operation.json;
  const conditions = operation.parameters
    .filter((parameter) => parameter["in"] === "header")
    .map(({ name, description }) => `\`options.${camelCase(name)}\`: ${description}`);
  const file = operation.isFile
    ? ["Resolves to a `Download` where a file was asked for, to JSON otherwise."]
    : [];
  const unmodified = "304" in responses ? ["Resolves to `null` on 304."] : [];
  const problems = Object.entries(responses)
    .filter(([status]) => status >= "400")
    .map(([status, response]) => `${status} ${resolve(document, response)["description"]}`);
  return comment(
    [
      `${summary}.`,
      description ?? "",
      ...conditions,
      ...file,
      ...unmodified,
      ["@throws ProblemError", ...problems.map((problem) => `- ${problem}`)].join("\n"),
    ],
    "  ",
  );
}

/** @param {Operation} operation */
function answerType(operation) {
  if (operation.answer === undefined) return "void";
  if (operation.isFile) return `${operation.answer} | Download`;
  return "ETag" in operation.headers ? `Tagged<${operation.answer}>` : operation.answer;
}

/** @param {Operation} operation */
function queryType(operation) {
  return queryParameters(operation).length > 0 ? `${upperFirst(operation.name)}Query` : undefined;
}

/** @param {Operation} operation */
function pathExpression({ path }) {
  if (!path.includes("{")) return JSON.stringify(path);
  return "`" + path.replace(/\{(\w+)\}/g, "${segment($1)}") + "`";
}

// zod schemas of what requests carry, with the limits and the words of the server.

import { comment, lowerFirst, operations, queryParameters, upperFirst } from "./document.js";

/** @typedef {import("./document.js").Json} Json */

/** @param {Json} document */
export function schemaModule(document) {
  const all = operations(document);
  const bodies = [...new Set(all.flatMap(({ body }) => (body === undefined ? [] : [body])))];
  const schemas = bodies.map((name) => {
    const { description, properties, required = [] } = document["components"].schemas[name];
    const fields = Object.entries(properties).map(([field, schema]) =>
      member(field, schema.description, fieldSchema(schema, required.includes(field), ".nullish()")),
    );
    return object(lowerFirst(name), description, fields);
  });
  const queries = all
    .filter((operation) => queryParameters(operation).length > 0)
    .map((operation) => {
      const fields = queryParameters(operation).map(({ name, description, required, schema }) =>
        member(name, description, fieldSchema(schema, required === true, ".optional()")),
      );
      return object(`${operation.name}Query`, `Query of \`${operation.id}\`.`, fields);
    });
  return [PREAMBLE, blank(document), ...schemas, ...queries].join("\n\n") + "\n";
}

const PREAMBLE = `import * as z from "zod";

import { length, lowerCase, oneOf, trim, wellFormed } from "../text.js";

// zod would compile schemas with \`new Function\`, and try whether it may. A page with a strict
// Content-Security-Policy reports the attempt.
z.config({ jitless: true });`;

/**
 * The pattern of what a text must not be. It is long, so it stands here once.
 *
 * @param {Json} document
 */
function blank(document) {
  const bodies = Object.values(document["components"].schemas);
  const fields = bodies.flatMap(({ properties = {} }) => Object.values(properties));
  const patterns = new Set(fields.flatMap(({ not }) => (not ? [not.pattern] : [])));
  if (patterns.size !== 1) throw new Error("say here what else a text must not be");
  const [pattern] = patterns;
  return `/** Text that shows nothing, and is not white space alone. */
const BLANK = ${new RegExp(pattern, "u")};`;
}

/**
 * @param {string} name
 * @param {string} description
 * @param {string[]} fields
 */
function object(name, description, fields) {
  const type = upperFirst(name);
  const checks = `Checks a \`${type}\` as the server does, with the same messages.`;
  return `${comment([description, checks])}
export const ${name}Schema = z.object({
${fields.join("\n")}
});`;
}

/**
 * @param {string} name
 * @param {string} description
 * @param {string} schema
 */
function member(name, description, schema) {
  return `${comment([description], "  ")}\n  ${name}: ${schema},`;
}

/**
 * @param {Json} schema
 * @param {boolean} isRequired
 * @param {string} whenNot
 */
function fieldSchema(schema, isRequired, whenNot) {
  const kind = [schema["type"]].flat().find((type) => type !== "null");
  const messages = schema["x-messages"];
  const error = isRequired
    ? `{ error: oneOf(${quote(messages.required)}, ${quote(messages.type)}) }`
    : `{ error: ${quote(messages.type)} }`;
  const parts = [base(kind, schema, error), ...normalizations(schema), ...refinements(schema)];
  if (!isRequired) parts.push(whenNot);
  return parts.join("\n    ");
}

/**
 * @param {string} kind
 * @param {Json} schema
 * @param {string} error
 */
function base(kind, schema, error) {
  switch (kind) {
    case "string":
      return schema["enum"] ? `z.enum(${JSON.stringify(schema["enum"])}, ${error})` : `z.string(${error})`;
    case "boolean":
      return `z.boolean(${error})`;
    case "array":
      return `z.array(z.string(${error}), ${error})`;
    case "integer":
      return `z.number(${error})`;
    default:
      throw new Error(`say here what zod calls ${kind}`);
  }
}

/** @param {Json} schema */
function normalizations(schema) {
  const steps = [];
  if ([schema["type"]].flat().includes("string") && !schema["enum"]) {
    steps.push(".overwrite(wellFormed)");
  }
  if (schema["x-trim"]) steps.push(".overwrite(trim)");
  if (schema["x-lower-case"]) steps.push(".overwrite(lowerCase)");
  return steps;
}

/**
 * One refinement for each message: a rule may be two keywords.
 *
 * @param {Json} schema
 */
function refinements(schema) {
  /** @type {Map<string, string[]>} */
  const conditions = new Map();
  if (schema["type"] === "integer") {
    conditions.set(schema["x-messages"].type, ["Number.isSafeInteger(value)"]);
  }
  // What is sent stays as it was typed: the server has hashes of both forms.
  const form = schema["x-normalize"];
  const text = form ? `value.normalize(${quote(form)})` : "value";
  for (const [keyword, condition] of Object.entries(CONDITIONS)) {
    if (!(keyword in schema)) continue;
    const message = schema["x-messages"][keyword];
    const step = condition(schema[keyword], text);
    conditions.set(message, [...(conditions.get(message) ?? []), step]);
  }
  return [...conditions].map(
    ([message, all]) => `.refine((value) => ${all.join(" && ")}, ${quote(message)})`,
  );
}

/** @type {Record<string, (bound: any, value: string) => string>} */
const CONDITIONS = {
  minLength: (bound, value) => `length(${value}) >= ${bound}`,
  maxLength: (bound, value) => `length(${value}) <= ${bound}`,
  minimum: (bound, value) => `${value} >= ${bound}`,
  maximum: (bound, value) => `${value} <= ${bound}`,
  pattern: (bound, value) => `${new RegExp(bound, "u")}.test(${value})`,
  not: (_, value) => `!BLANK.test(${value})`,
};

/** @param {string} text */
function quote(text) {
  return JSON.stringify(text);
}

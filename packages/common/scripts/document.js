// The parts of an OpenAPI document that the generated modules are made of.

/** @typedef {Record<string, any>} Json What JSON.parse makes of an object. */

/**
 * @typedef {object} Operation
 * @property {string} name In camel case.
 * @property {string} id In snake case, as the document has it.
 * @property {string} method
 * @property {string} path
 * @property {Json} json The operation in the document.
 * @property {Json[]} parameters References resolved.
 * @property {string | undefined} body The schema of its body.
 * @property {boolean} isUpload Whether its body is a file.
 * @property {string | undefined} answer The schema of its success.
 * @property {boolean} isFile Whether it can also answer with a file.
 * @property {number} success The status of its success.
 * @property {Json} headers Of its success.
 */

/**
 * All operations, in the order of the document.
 *
 * @param {Json} document
 * @returns {Operation[]}
 */
export function operations(document) {
  return Object.entries(document["paths"]).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, json]) => {
      const [success, response] = successOf(json);
      return {
        name: camelCase(json.operationId),
        id: json.operationId,
        method: method.toUpperCase(),
        path,
        json,
        parameters: (json.parameters ?? []).map((/** @type {Json} */ parameter) =>
          resolve(document, parameter),
        ),
        body: schemaName(json.requestBody),
        isUpload: json.requestBody !== undefined && schemaName(json.requestBody) === undefined,
        answer: schemaName(response),
        isFile: Object.keys(response["content"] ?? {}).some((type) => type !== "application/json"),
        success,
        headers: response["headers"] ?? {},
      };
    }),
  );
}

/**
 * What a reference refers to; the value itself when it is none.
 *
 * @param {Json} document
 * @param {Json} value
 * @returns {Json}
 */
export function resolve(document, value) {
  const reference = value["$ref"];
  if (typeof reference !== "string") return value;
  return reference
    .split("/")
    .slice(1)
    .reduce((place, name) => place[name] ?? {}, document);
}

/**
 * The parameters that stand after the path.
 *
 * @param {Operation} operation
 */
export function queryParameters(operation) {
  return operation.parameters.filter((parameter) => parameter["in"] === "query");
}

/** @param {string} text `create_post` or `If-Match` @returns {string} `createPost`, `ifMatch` */
export function camelCase(text) {
  return text
    .toLowerCase()
    .replace(/[_-]([a-z])/g, (_, /** @type {string} */ letter) => letter.toUpperCase());
}

/** @param {string} text @returns {string} `SignUp` as `signUp` */
export function lowerFirst(text) {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** @param {string} text @returns {string} `signUp` as `SignUp` */
export function upperFirst(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * A documentation comment.
 *
 * @param {string[]} paragraphs
 * @param {string} [indent]
 */
export function comment(paragraphs, indent = "") {
  const lines = paragraphs.filter((text) => text !== "").flatMap((text) => [...text.split("\n"), ""]);
  const body = lines.slice(0, -1).map((line) => `${indent} * ${line}`.trimEnd());
  return [`${indent}/**`, ...body, `${indent} */`].join("\n");
}

/**
 * @param {Json} json
 * @returns {[number, Json]}
 */
function successOf(json) {
  for (const [status, response] of Object.entries(json["responses"])) {
    if (status.startsWith("2")) return [Number(status), response];
  }
  throw new Error(`${json["operationId"]} never succeeds`);
}

/** @param {Json | undefined} holder A request body or a response. */
function schemaName(holder) {
  const reference = holder?.["content"]?.["application/json"]?.schema?.$ref;
  return /** @type {string | undefined} */ (reference?.split("/").at(-1));
}

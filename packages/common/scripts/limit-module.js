// How long what a request carries may be, for those who count while somebody writes.

import { comment, lowerFirst, operations } from "./document.js";

/** @param {import("./document.js").Json} document */
export function limitModule(document) {
  const bodies = new Set(operations(document).flatMap(({ body }) => (body === undefined ? [] : [body])));
  const all = [...bodies].flatMap((name) => {
    const { properties } = document["components"].schemas[name];
    const fields = Object.entries(properties).flatMap(([field, { maxLength, minLength = 0 }]) =>
      maxLength === undefined ? [] : [`  ${field}: { minLength: ${minLength}, maxLength: ${maxLength} },`],
    );
    if (fields.length === 0) return [];
    const words = `How many characters (code points) the fields of a \`${name}\` may have.`;
    return [`${comment([words])}\nexport const ${lowerFirst(name)}Limits = {\n${fields.join("\n")}\n} as const;`];
  });
  return all.join("\n\n") + "\n";
}

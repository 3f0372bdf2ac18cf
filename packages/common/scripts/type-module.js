// The types by their own names.

import { comment, operations, queryParameters, upperFirst } from "./document.js";

/** @param {import("./document.js").Json} document */
export function typeModule(document) {
  const types = Object.entries(document["components"].schemas).map(
    ([name, schema]) =>
      `${comment([schema.description ?? ""])}\nexport type ${name} = components["schemas"]["${name}"];`,
  );
  const queries = operations(document)
    .filter((operation) => queryParameters(operation).length > 0)
    .map(
      ({ name, id }) =>
        `${comment([`Query of \`${id}\`.`])}\nexport type ${upperFirst(name)}Query = NonNullable<operations["${id}"]["parameters"]["query"]>;`,
    );
  const imports = `import type { components, operations } from "./api.js";`;
  return [imports, ...types, ...queries].join("\n\n") + "\n";
}

// The types of the document, by openapi-typescript.

import openapiTs, { astToString } from "openapi-typescript";
import ts from "typescript";

/**
 * @param {import("./document.js").Json} document
 * @returns {Promise<string>}
 */
export async function apiTypes(document) {
  const nodes = await openapiTs(/** @type {any} */ (document), {
    // What has a default may be left out of a request.
    defaultNonNullable: false,
  });
  const { transformed } = ts.transform(nodes, [orUndefined]);
  return astToString(transformed);
}

/**
 * What may be absent may also be `undefined`, which JSON leaves out: so bodies can be given
 * as zod and forms hold them, under `exactOptionalPropertyTypes` too.
 *
 * @type {ts.TransformerFactory<ts.Node>}
 */
function orUndefined(context) {
  const { factory } = context;
  /** @type {(node: ts.Node) => ts.Node} */
  const visit = (node) => {
    const visited = ts.visitEachChild(node, visit, context);
    if (!ts.isPropertySignature(visited) || !visited.questionToken || !visited.type) return visited;
    if (visited.type.kind === ts.SyntaxKind.NeverKeyword) return visited;
    const undefined_ = factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword);
    return factory.updatePropertySignature(
      visited,
      visited.modifiers,
      visited.name,
      visited.questionToken,
      factory.createUnionTypeNode([visited.type, undefined_]),
    );
  };
  return visit;
}

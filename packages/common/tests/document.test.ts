import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";

import { document } from "./document.js";

test("the document is valid OpenAPI 3.1", async () => {
  const validator = new Validator();
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
  expect(validator.version).toBe("3.1");
});

test("a document that is not is refused", async () => {
  const { paths: _, ...broken } = structuredClone(document);
  broken.info.title = 7;
  expect((await new Validator().validate(broken)).valid).toBe(false);
});

test("every reference leads somewhere", () => {
  const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
  expect(references.length).toBeGreaterThan(0);
  for (const reference of new Set(references)) {
    const path = reference.slice('"$ref":"#/'.length, -1).split("/");
    expect(path.reduce((place, name) => place?.[name], document), reference).toBeDefined();
  }
});

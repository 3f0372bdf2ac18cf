// The schemas of the kinds that the manifests may use, as strict as Kubernetes is with
// `--validate=strict`: an unknown field is an error.

import { readdirSync, readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const FOLDER = new URL("../schemas/", import.meta.url);
const METADATA = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/** Refuses the fields that a schema doesn't list, where Kubernetes would. */
export function strict(schema) {
  const open =
    schema.additionalProperties !== undefined || schema["x-kubernetes-preserve-unknown-fields"];
  const closed = (schema.properties !== undefined || schema.type === "object") && !open;
  const each = (schemas) =>
    Object.fromEntries(Object.entries(schemas).map(([name, of]) => [name, strict(of)]));
  // Not below `anyOf` and the like, which only add conditions.
  return {
    ...schema,
    ...(schema.properties && { properties: each(schema.properties) }),
    ...(schema.items && { items: strict(schema.items) }),
    ...(typeof schema.additionalProperties === "object" && {
      additionalProperties: strict(schema.additionalProperties),
    }),
    ...(closed && { additionalProperties: false }),
  };
}

/** Demands nothing: for a patch, which has a part of the fields. */
export function partial(schema) {
  if (Array.isArray(schema)) return schema.map(partial);
  if (schema === null || typeof schema !== "object") return schema;
  const kept = Object.entries(schema).filter(
    ([key, value]) => !(key === "required" && Array.isArray(value)),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, partial(value)]));
}

function read(name) {
  return JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));
}

function definitions() {
  const { $defs } = read("kubernetes.json");
  return Object.fromEntries(Object.entries($defs).map(([name, of]) => [name, strict(of)]));
}

/** Each kind's schema, by `/apiVersion/kind`. */
function schemas($defs) {
  const own = Object.entries($defs).flatMap(([name, schema]) =>
    (schema["x-kubernetes-group-version-kind"] ?? []).map(({ group, version, kind }) => [
      `${group && `/${group}`}/${version}/${kind}`,
      { $ref: `/kubernetes#/$defs/${name}` },
    ]),
  );
  const all = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));
  const files = all.filter((file) => file !== "kubernetes.json");
  const custom = files.map(read).map(({ group, version, kind, schema }) => {
    const properties = { ...schema.properties, metadata: { $ref: `/kubernetes#/$defs/${METADATA}` } };
    return [`/${group}/${version}/${kind}`, strict({ ...schema, properties })];
  });
  return Object.fromEntries([...own, ...custom]);
}

/** A compiler of the schemas. Their formats and `nullable` are OpenAPI's. */
function compiler(all) {
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
  return ajv.addSchema(Object.entries(all).map(([$id, schema]) => ({ ...schema, $id })));
}

function faultsOf(validate, value) {
  if (validate(value)) return [];
  return validate.errors.map(({ instancePath, message, params }) =>
    [instancePath || "/", message, params.additionalProperty].filter(Boolean).join(" "),
  );
}

/** What is wrong with the values of a Helm chart. */
export function faultsOfValues(chart, values) {
  const { schema } = read(`values/${chart}.json`);
  const { service } = schema.properties;
  service.properties.spec = { $ref: "/kubernetes#/$defs/io.k8s.api.core.v1.ServiceSpec" };
  const ajv = compiler({ "/kubernetes": { $defs: definitions() }, "/values": strict(schema) });
  return faultsOf(ajv.getSchema("/values"), values);
}

/** A function that says what is wrong with a resource, or with a patch of one. */
export function validator() {
  const $defs = definitions();
  const all = { "/kubernetes": { $defs }, ...schemas($defs) };
  const whole = compiler(all);
  const ofPatches = compiler(partial(all));
  return (resource, { patch = false } = {}) => {
    const id = `${resource?.apiVersion}/${resource?.kind}`;
    const validate = (patch ? ofPatches : whole).getSchema(`/${id}`);
    if (validate === undefined) return [`there is no schema of ${id}`];
    return faultsOf(validate, resource);
  };
}

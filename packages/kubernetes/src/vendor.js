// Takes schemas from where they are published into `schemas/`: see the README.
//
// `node src/vendor.js SOURCE FILE…`, where SOURCE says what the files are and of which version. A file
// is a CustomResourceDefinition in YAML, the definitions of Kubernetes' own kinds in JSON, or the schema
// of a Helm chart's values in JSON.

import { readFileSync, writeFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

/** Kubernetes' own kinds that the manifests use, and what custom resources have in `metadata`. */
const OWN = [
  "io.k8s.api.apps.v1.Deployment",
  "io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler",
  "io.k8s.api.batch.v1.Job",
  "io.k8s.api.core.v1.ConfigMap",
  "io.k8s.api.core.v1.Secret",
  "io.k8s.api.core.v1.ServiceSpec",
  "io.k8s.api.networking.v1.Ingress",
  "io.k8s.api.networking.v1.NetworkPolicy",
  "io.k8s.api.policy.v1.PodDisruptionBudget",
  "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta",
];

/** The values of Traefik's chart that the project sets. */
const VALUES = ["ports", "service"];

const PROSE = ["description", "title", "example"];
const KEPT = ["x-kubernetes-preserve-unknown-fields", "x-kubernetes-group-version-kind"];

/** A schema without its prose, and without rules that only Kubernetes itself can apply. */
function stripped(schema) {
  if (Array.isArray(schema)) return schema.map(stripped);
  if (schema === null || typeof schema !== "object") return schema;
  const kept = Object.entries(schema).filter(
    ([key, value]) =>
      !(PROSE.includes(key) && typeof value === "string") &&
      !(key.startsWith("x-kubernetes-") && !KEPT.includes(key)),
  );
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      key === "properties"
        ? Object.fromEntries(Object.entries(value).map(([name, of]) => [name, stripped(of)]))
        : stripped(value),
    ]),
  );
}

function references(schema) {
  if (schema === null || typeof schema !== "object") return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === "$ref" ? [value.split("/").at(-1)] : references(value),
  );
}

/** The definitions of `names`, and all that they refer to. */
function closure(all, names) {
  const found = {};
  const open = [...names];
  while (open.length > 0) {
    const name = open.pop();
    if (found[name] !== undefined) continue;
    found[name] = stripped(all[name]);
    // Manifests have none, and it refers to much.
    if (OWN.includes(name)) delete found[name].properties.status;
    open.push(...references(found[name]));
  }
  return Object.fromEntries(Object.entries(found).sort());
}

function values(properties) {
  return Object.fromEntries(VALUES.map((name) => [name, stripped(properties[name])]));
}

function write(name, content) {
  const file = new URL(`../schemas/${name}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(content)}\n`);
}

const [source, ...files] = process.argv.slice(2);
for (const file of files) {
  const text = readFileSync(file, "utf8");
  if (file.endsWith(".json")) {
    const { $defs, properties } = JSON.parse(text);
    if ($defs !== undefined) write("kubernetes", { source, $defs: closure($defs, OWN) });
    else write("values/traefik", { source, schema: { properties: values(properties) } });
    continue;
  }
  for (const { spec } of parseAllDocuments(text).map((document) => document.toJS())) {
    const { group, names, versions } = spec;
    for (const { name, schema } of versions.filter((version) => version.storage)) {
      const stored = stripped(schema.openAPIV3Schema);
      delete stored.properties.status;
      write(names.kind, { source, group, version: name, kind: names.kind, schema: stored });
    }
  }
}

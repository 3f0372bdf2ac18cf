// What is wrong with resources: by the schemas, and by rules that no schema has.

import { parseAllDocuments } from "yaml";
import { validator } from "./schemas.js";

/** The resources of a file, or what keeps it from being read. */
export function parse(text) {
  const documents = parseAllDocuments(text);
  const errors = documents.flatMap(({ errors }) => errors.map(({ message }) => message));
  if (errors.length > 0) throw new Error(errors.join("\n"));
  return documents.map((document) => document.toJS()).filter((resource) => resource !== null);
}

/** The operator's own rules, which its webhook applies, and names that nothing else checks. */
function faultsOfSpinApp({ spec }, variables) {
  const faults = [];
  if (spec.enableAutoscaling && spec.replicas !== undefined) {
    faults.push("/spec/replicas can't be set beside /spec/enableAutoscaling");
  }
  if (!spec.enableAutoscaling && !(spec.replicas > 0)) {
    faults.push("/spec/replicas must be set without /spec/enableAutoscaling");
  }
  const set = (spec.variables ?? []).map(({ name }) => name);
  const unknown = set.filter((name) => variables[name] === undefined);
  faults.push(...unknown.map((name) => `/spec/variables: spin.toml has no ${name}`));
  const twice = set.filter((name, index) => set.indexOf(name) !== index);
  faults.push(...twice.map((name) => `/spec/variables: ${name} is set twice`));
  const required = Object.keys(variables).filter((name) => variables[name].required);
  const missing = required.filter((name) => !set.includes(name));
  faults.push(...missing.map((name) => `/spec/variables: ${name} is required`));
  return faults;
}

/** A function that says what is wrong with resources. `variables` are those of `spin.toml`. */
export function checker(variables) {
  const faultsOf = validator();
  const faults = (resource, options) => {
    const found = faultsOf(resource, options);
    if (found.length === 0 && resource.kind === "SpinApp") {
      found.push(...faultsOfSpinApp(resource, variables));
    }
    return found.map((fault) => `${resource?.kind} ${resource?.metadata?.name}: ${fault}`);
  };
  return (resources, options) => resources.flatMap((resource) => faults(resource, options));
}

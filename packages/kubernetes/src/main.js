// Checks `deploy/kubernetes`. The arguments are the command that builds a kustomization:
// `kubectl kustomize` or `kustomize build`.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse as parseToml } from "smol-toml";
import { builds } from "./kustomize.js";
import { checker, parse } from "./manifests.js";
import { faultsOfValues } from "./schemas.js";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));
const ROOT = `${PROJECT}deploy/kubernetes`;

const check = checker(parseToml(readFileSync(`${PROJECT}spin.toml`, "utf8")).variables);
const patch = parse(readFileSync(`${ROOT}/deployment.patch.yaml`, "utf8"));
const traefik = "components/ingress/traefik-values.yaml";
const deployment = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "connectly" } };
const checks = [
  ["gateway-class.yaml", () => check(parse(readFileSync(`${ROOT}/gateway-class.yaml`, "utf8")))],
  ["deployment.patch.yaml", () => check(patch.map((part) => ({ ...deployment, ...part })), { patch: true })],
  [traefik, () => faultsOfValues("traefik", parse(readFileSync(`${ROOT}/${traefik}`, "utf8"))[0])],
  ...builds(process.argv.slice(2), ROOT).map(([name, build]) => [name, () => check(parse(build()))]),
];
for (const [name, faults] of checks) {
  for (const fault of faults()) {
    console.log(`deploy/kubernetes/${name}: ${fault}`);
    process.exitCode = 1;
  }
}

// What Kustomize makes of `deploy/kubernetes`.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

const PRODUCTION = "overlays/production";

/** The resources of a folder with a kustomization, as text. */
function build(command, folder) {
  const [program, ...options] = command;
  return execFileSync(program, [...options, folder], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function folders(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}

/** Builds a kustomization from its text. `textOf` gets the path from it to `root`. */
function buildFrom(command, root, textOf) {
  const folder = mkdtempSync(join(root, ".component-"));
  try {
    writeFileSync(join(folder, "kustomization.yaml"), textOf(relative(folder, root)));
    return build(command, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A component can't be built alone, so this builds the base with it. */
function buildComponent(command, root, component) {
  return buildFrom(command, root, (toRoot) => {
    const kustomization = {
      apiVersion: "kustomize.config.k8s.io/v1beta1",
      kind: "Kustomization",
      resources: [join(toRoot, "base")],
      components: [join(toRoot, relative(root, component))],
    };
    // JSON is YAML.
    return JSON.stringify(kustomization);
  });
}

/** The overlay with an Ingress, for which one line of it is changed. */
function buildWithIngress(command, root) {
  const text = readFileSync(join(root, PRODUCTION, "kustomization.yaml"), "utf8");
  const changed = text.replace("/components/envoy-gateway\n", "/components/ingress\n");
  if (changed === text) throw new Error("the component envoy-gateway is missing");
  return buildFrom(command, root, (toRoot) => changed.replaceAll("- ../../", `- ${toRoot}/`));
}

/** Every kustomization below `root`: its name, and a function that builds it. */
export function builds(command, root) {
  const whole = [join(root, "base"), ...folders(join(root, "overlays"))];
  const components = folders(join(root, "components"));
  return [
    ...whole.map((folder) => [relative(root, folder), () => build(command, folder)]),
    [`${PRODUCTION} with an Ingress`, () => buildWithIngress(command, root)],
    ...components.map((folder) => [
      relative(root, folder),
      () => buildComponent(command, root, folder),
    ]),
  ];
}

// What Kustomize makes of `deploy/kubernetes`.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

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

/** A component can't be built alone, so this builds the base with it. */
function buildComponent(command, root, component) {
  const folder = mkdtempSync(join(root, ".component-"));
  try {
    const kustomization = {
      apiVersion: "kustomize.config.k8s.io/v1beta1",
      kind: "Kustomization",
      resources: [relative(folder, join(root, "base"))],
      components: [relative(folder, component)],
    };
    // JSON is YAML.
    writeFileSync(join(folder, "kustomization.yaml"), JSON.stringify(kustomization));
    return build(command, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every kustomization below `root`: its name, and a function that builds it. */
export function builds(command, root) {
  const whole = [join(root, "base"), ...folders(join(root, "overlays"))];
  const components = folders(join(root, "components"));
  return [
    ...whole.map((folder) => [relative(root, folder), () => build(command, folder)]),
    ...components.map((folder) => [
      relative(root, folder),
      () => buildComponent(command, root, folder),
    ]),
  ];
}

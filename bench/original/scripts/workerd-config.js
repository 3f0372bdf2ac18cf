// Writes dist/workerd.capnp, for `workerd serve`: the worker as wrangler has bundled it. The
// names of its modules are not known before.

import { readdirSync, writeFileSync } from "node:fs";

const files = readdirSync("dist/workerd");
const wasm = files.filter((file) => file.endsWith(".wasm"));
const modules = [
  `(name = "worker.js", esModule = embed "workerd/worker.js")`,
  ...wasm.map((file) => `(name = "./${file}", wasm = embed "workerd/${file}")`),
];

writeFileSync(
  "dist/workerd.capnp",
  `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["private", "public"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:8787", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  modules = [
    ${modules.join(",\n    ")},
  ],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = ["nodejs_compat"],
  bindings = [
    (name = "DATABASE_URL", fromEnvironment = "DATABASE_URL"),
    (name = "JWT_SECRET", fromEnvironment = "JWT_SECRET"),
  ],
);
`,
);

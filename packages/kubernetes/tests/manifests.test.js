import { readFileSync } from "node:fs";
import { parse as parseToml } from "smol-toml";
import { expect, test } from "vitest";
import { checker, parse } from "../src/manifests.js";
import { faultsOfValues } from "../src/schemas.js";

const PROJECT = new URL("../../../", import.meta.url);
const FOLDER = new URL("deploy/kubernetes/", PROJECT);
const VARIABLES = Object.fromEntries(
  ["user", "blog", "media", "web"].flatMap((component) => [
    [`${component}_db_user`, {}],
    [`${component}_db_password`, { required: true }],
  ]),
);
for (const name of ["db_host", "db_port", "db_name", "db_sslmode", "trusted_proxies"]) {
  VARIABLES[name] = {};
}
VARIABLES.jwt_secret = { required: true };
VARIABLES.jwt_secret_previous = {};

const check = checker(VARIABLES);

function all(file) {
  return parse(readFileSync(new URL(file, FOLDER), "utf8"));
}

/** The first resource of a file. */
function first(file) {
  return all(file)[0];
}

/** The first resource of a file, after a change. */
function changed(file, change) {
  const resource = first(file);
  change(resource);
  return resource;
}

function toml(file) {
  return parseToml(readFileSync(new URL(file, PROJECT), "utf8"));
}

test("the files themselves are right", () => {
  for (const file of [
    "base/disruption-budget.yaml",
    "base/executor.yaml",
    "base/migrate.yaml",
    "base/network-policy.yaml",
    "base/spinapp.yaml",
    "components/autoscale-hpa/autoscaler.yaml",
    "components/autoscale-keda/scaled-object.yaml",
    "components/cloudnative-pg/cluster.yaml",
    "components/cloudnative-pg/pooler.yaml",
    "components/envoy-gateway/gateway.yaml",
    "components/envoy-gateway/limits.yaml",
    "components/envoy-gateway/routes.yaml",
    "components/ingress/ingress.yaml",
    "components/ingress/middlewares.yaml",
    "components/ingress/transport.yaml",
    "gateway-class.yaml",
  ]) {
    expect(check(all(file)), file).toEqual([]);
  }
});

test("a wrong field of each kind is found", () => {
  for (const [file, change, fault] of [
    ["base/spinapp.yaml", ({ spec }) => (spec.replica = 2), "/spec .* replica"],
    ["base/spinapp.yaml", ({ spec }) => (spec.checks.liveness.httpGet.port = 80), "httpGet .* port"],
    ["base/spinapp.yaml", ({ spec }) => delete spec.image, "/spec .*'image'"],
    ["base/spinapp.yaml", ({ metadata }) => (metadata.label = {}), "/metadata .* label"],
    ["base/executor.yaml", ({ spec }) => (spec.deploymentConfig.image = "a"), "image"],
    ["base/migrate.yaml", ({ spec }) => (spec.backoffLimit = "ten"), "/spec/backoffLimit .*integer"],
    [
      "base/migrate.yaml",
      ({ spec }) => (spec.template.spec.containers[0].envs = []),
      "/spec/template/spec/containers/0 .* envs",
    ],
    ["base/disruption-budget.yaml", ({ spec }) => (spec.maxUnavailible = 1), "maxUnavailible"],
    ["base/network-policy.yaml", ({ spec }) => (spec.egress[0].port = 53), "/spec/egress/0 .* port"],
    ["components/autoscale-hpa/autoscaler.yaml", ({ spec }) => delete spec.maxReplicas, "maxReplicas"],
    ["components/autoscale-keda/scaled-object.yaml", ({ spec }) => (spec.trigger = []), "trigger"],
    ["components/cloudnative-pg/cluster.yaml", ({ spec }) => (spec.managed.role = []), "managed .* role"],
    ["components/cloudnative-pg/pooler.yaml", ({ spec }) => (spec.pgbouncer.poolMode = "all"), "poolMode"],
    ["components/envoy-gateway/gateway.yaml", ({ spec }) => (spec.listeners[0].ports = 1), "ports"],
    [
      "components/envoy-gateway/limits.yaml",
      ({ spec }) => (spec.timeout.http.requestHeadersReceivedTimeout = "ten seconds"),
      "requestHeadersReceivedTimeout .*pattern",
    ],
    ["components/envoy-gateway/routes.yaml", ({ spec }) => (spec.rules[0].backends = []), "backends"],
    ["components/ingress/ingress.yaml", ({ spec }) => (spec.ingressClass = "traefik"), "ingressClass"],
    [
      "components/ingress/ingress.yaml",
      ({ spec }) => (spec.rules[0].http.paths[0].backend.service.port = 80),
      "/spec/rules/0/http/paths/0/backend/service/port .*object",
    ],
    ["components/ingress/middlewares.yaml", ({ spec }) => (spec.inFlight = {}), "/spec .* inFlight"],
    [
      "components/ingress/transport.yaml",
      ({ spec }) => (spec.forwardingTimeouts.dialTimeout = "five seconds"),
      "dialTimeout .*pattern",
    ],
    ["gateway-class.yaml", ({ spec }) => delete spec.controllerName, "controllerName"],
  ]) {
    const faults = check([changed(file, change)]);
    expect(faults.join("\n"), file).toMatch(new RegExp(fault));
  }
});

test("a wrong value for Traefik's chart is found", () => {
  const faults = (change) =>
    faultsOfValues("traefik", changed("components/ingress/traefik-values.yaml", change));
  expect(faults(() => {})).toEqual([]);
  for (const [change, fault] of [
    [({ ports }) => (ports.web.transport.respondingTimeout = {}), "transport .* respondingTimeout"],
    [({ ports }) => (ports.web.http.maxHeaderBytes = "32KB"), "maxHeaderBytes .*integer"],
    [({ service }) => (service.spec.externalPolicy = "Local"), "/service/spec .* externalPolicy"],
    [(values) => (values.port = {}), "/ .* port"],
  ]) {
    expect(faults(change).join("\n")).toMatch(new RegExp(fault));
  }
});

test("what the Ingress, its Service and a chain name is there", () => {
  const { namespace } = first("overlays/production/kustomization.yaml");
  const middlewares = all("components/ingress/middlewares.yaml");
  const names = middlewares.map(({ metadata }) => metadata.name);
  const references = (all) => all.map((name) => `${namespace}-${name}@kubernetescrd`);
  for (const { metadata } of all("components/ingress/ingress.yaml")) {
    const used = metadata.annotations["traefik.ingress.kubernetes.io/router.middlewares"];
    expect(references(names)).toContain(used);
  }
  const chains = middlewares.flatMap(({ spec }) => spec.chain?.middlewares ?? []);
  expect(chains.length).toBeGreaterThan(0);
  for (const { name } of chains) expect(names).toContain(name);

  const { patches } = first("components/ingress/kustomization.yaml");
  const { patch } = patches.find(({ target }) => target.kind === "SpinApp");
  const transports = all("components/ingress/transport.yaml").map(({ metadata }) => metadata.name);
  expect(references(transports)).toEqual(Object.values(parse(patch)[0][0].value));
});

test("no pod gets more requests from a proxy than Spin has stacks", () => {
  const STACKS = 1000;
  const [, { spec: envoy }] = all("components/envoy-gateway/limits.yaml");
  expect(envoy.circuitBreaker.perEndpoint.maxConnections).toBeLessThan(STACKS);
  const amounts = all("components/ingress/middlewares.yaml").flatMap(({ spec }) =>
    spec.inFlightReq === undefined ? [] : [spec.inFlightReq.amount],
  );
  expect(amounts).toHaveLength(1);
  expect(amounts[0]).toBeLessThan(STACKS);
});

test("what has no schema is not passed over", () => {
  expect(check([{ apiVersion: "apps/v1beta1", kind: "Deployment" }])).toEqual([
    "Deployment undefined: there is no schema of apps/v1beta1/Deployment",
  ]);
});

test("a patch may leave out what a resource needs, but nothing more", () => {
  const patch = (template) => ({ apiVersion: "apps/v1", kind: "Deployment", spec: { template } });
  const faults = (template) => check([patch(template)], { patch: true });
  expect(faults({ spec: { containers: [{ name: "connectly", tty: true }] } })).toEqual([]);
  expect(faults({ spec: { containers: [{ name: "connectly", ttys: true }] } })).toHaveLength(1);
});

test("the operator's rules hold, and variables are those of the application", () => {
  for (const [change, fault] of [
    [(spec) => (spec.enableAutoscaling = true), "beside /spec/enableAutoscaling"],
    [(spec) => delete spec.replicas, "/spec/replicas must be set"],
    [(spec) => spec.variables.push({ name: "db_hosts", value: "a" }), "spin.toml has no db_hosts"],
    [(spec) => spec.variables.push({ name: "db_host", value: "a" }), "db_host is set twice"],
    [
      (spec) => (spec.variables = spec.variables.filter(({ name }) => name !== "jwt_secret")),
      "jwt_secret is required",
    ],
  ]) {
    const faults = check([changed("base/spinapp.yaml", ({ spec }) => change(spec))]);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
  }
});

test("the connections of all pods fit, and those of PgBouncer do", () => {
  const { spec: cluster } = first("components/cloudnative-pg/cluster.yaml");
  const { spec: pooler } = first("components/cloudnative-pg/pooler.yaml");
  const { parameters } = pooler.pgbouncer;
  const pods = first("components/autoscale-hpa/autoscaler.yaml").spec.maxReplicas;
  expect(first("components/autoscale-keda/scaled-object.yaml").spec.maxReplicaCount).toBe(pods);

  // Spin 4.0 and older keep up to 64 for each component with a database.
  const components = Object.values(toml("spin.toml").component);
  const withDatabase = components.filter(({ variables }) => variables?.db_host !== undefined);
  const fromPods = pods * withDatabase.length * 64;
  expect(Number(parameters.max_client_conn)).toBeGreaterThanOrEqual(fromPods);

  const toPostgres = pooler.instances * Number(parameters.max_db_connections);
  // Some are for the migrations, the operator and people.
  expect(cluster.postgresql.parameters.max_connections - toPostgres).toBeGreaterThanOrEqual(15);
});

test("Spin 4.1 gets the limit that the project recommends", () => {
  const file = "deploy/kubernetes/components/spin-4.1/runtime-config.toml";
  expect(toml(file)).toEqual(toml("runtime-config.toml"));
});

test("each component with a database has its roles and secrets", () => {
  const { spec } = first("components/cloudnative-pg/cluster.yaml");
  const statements = spec.bootstrap.initdb.postInitSQL;
  for (const [name, { variables }] of Object.entries(toml("spin.toml").component)) {
    if (variables?.db_host === undefined) continue;
    expect(statements).toContain(`create role connectly_${name}_component`);
    expect(spec.managed.roles).toContainEqual({
      name: `connectly_${name}_login`,
      login: true,
      inRoles: [`connectly_${name}_component`],
      passwordSecret: { name: `connectly-${name}-db` },
    });
  }
});

test("text that isn't YAML is an error", () => {
  expect(() => parse("a: [")).toThrow();
});

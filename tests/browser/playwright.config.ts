import { defineConfig } from "@playwright/test";

import { chromium, headlessShell, urls } from "./src/environment.ts";

const program = headlessShell ?? chromium;

export default defineConfig({
  testDir: "tests",
  // Ignored by git, and beside the hosts' logs.
  outputDir: "../../target/browser/results",
  fullyParallel: true,
  // Three hosts and Postgres share the cores.
  workers: 2,
  // A test that passes only the second time fails.
  retries: 0,
  forbidOnly: true,
  reporter: "list",
  timeout: 30_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: urls.usual,
    screenshot: "only-on-failure",
    // Tracing everything takes a quarter of the time; use `--trace on` when you need it.
    trace: "off",
    timezoneId: "UTC",
    launchOptions: {
      // Without a path, Playwright's own browser.
      ...(program === undefined ? {} : { executablePath: program }),
      args: ["--disable-gpu", "--disable-quic", "--disable-sync"],
    },
  },
});

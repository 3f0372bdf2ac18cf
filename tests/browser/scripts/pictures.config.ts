import { defineConfig } from "@playwright/test";

import config from "../playwright.config.ts";

/** Makes the README's pictures, by hand, with the fixtures of the tests. */
export default defineConfig({
  ...config,
  testDir: ".",
  testMatch: "pictures.ts",
  outputDir: "../../../target/browser/pictures",
  workers: 1,
});

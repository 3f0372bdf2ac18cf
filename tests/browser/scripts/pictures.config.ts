import { defineConfig } from "@playwright/test";

import config from "../playwright.config.ts";

/** Makes the README's pictures with the tests' fixtures. Run it by hand. */
export default defineConfig({
  ...config,
  testDir: ".",
  testMatch: "pictures.ts",
  outputDir: "../../../target/browser/pictures",
  workers: 1,
});

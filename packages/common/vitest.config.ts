import { defineConfig } from "vitest/config";

export default defineConfig({
  // The test of the package installs it and compiles a program.
  test: { include: ["tests/*.test.ts"], testTimeout: 120_000 },
});

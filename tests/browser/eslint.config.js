import js from "@eslint/js";
import playwright from "eslint-plugin-playwright";
import tseslint from "typescript-eslint";

export default tseslint.config(js.configs.recommended, {
  files: ["**/*.ts"],
  extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
  languageOptions: {
    parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
  },
  rules: {
    // A number in a template string is fine.
    "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    // `() => doIt()` is the shortest way to say it.
    "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
  },
}, {
  // Above all: nothing skipped, nothing focused, no sleeping, no unawaited promise.
  ...playwright.configs["flat/recommended"],
  files: ["tests/**/*.ts", "src/**/*.ts"],
}, {
  files: ["tests/**/*.ts"],
  rules: {
    // The editor waits until it reads or says something.
    "playwright/expect-expect": ["warn", { assertFunctionNames: ["reads", "says"] }],
  },
});

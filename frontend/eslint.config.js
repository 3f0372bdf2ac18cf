import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** A layer imports only from the ones after it. */
const layers = ["app", "features", "shared", "ui", "lib"];
/** Layers made of folders that don't import from each other. */
const divided = ["features", "shared"];

/** The rules that keep a layer's imports in order, static ones and `import()`. */
function layerRules(layer, index) {
  const restrictions = layers.slice(0, index).map((above) => ({
    regex: `^(?:\\.\\./)+${above}/`,
    message: `src/${layer} may not import from src/${above}. The order is ${layers.join(" → ")}.`,
  }));
  if (divided.includes(layer)) {
    restrictions.push({
      regex: `^\\.\\./(?!\\.\\./)|^(?:\\.\\./)+${layer}/`,
      message: `A folder of src/${layer} may not import from another one. Move what both need to a later layer.`,
    });
  }
  return {
    files: [`src/${layer}/**/*.{ts,tsx}`],
    rules: {
      "no-restricted-imports": ["error", { patterns: restrictions }],
      "no-restricted-syntax": [
        "error",
        ...restrictions.map(({ regex, message }) => ({
          selector: `ImportExpression[source.value=/${regex.replaceAll("/", "\\/")}/]`,
          message,
        })),
      ],
    },
  };
}

export default tseslint.config(
  { ignores: ["dist"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // A number in a text is as it should be.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `() => doIt()` is the shortest way to say it.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ["src/**/*.tsx", "src/**/*.ts"],
    plugins: { "react-hooks": reactHooks },
    extends: [jsxA11y.flatConfigs.strict],
    rules: reactHooks.configs.recommended.rules,
  },
  ...layers.map(layerRules),
  {
    files: ["public/**/*.js"],
    languageOptions: { globals: { document: "readonly", localStorage: "readonly" } },
  },
);

import vue from "eslint-plugin-vue";
import typescript from "typescript-eslint";

const banned = [
  { selector: "TSEnumDeclaration", message: "Use a union of strings." },
  {
    selector: "TSModuleDeclaration[declare!=true]",
    message: "A file is the namespace.",
  },
  {
    selector: "ExportDefaultDeclaration",
    message: "Export by name, so that everyone calls it the same.",
  },
];

const rawIpc = {
  name: "electron",
  importNames: ["ipcMain"],
  message:
    "Add the command to main/commands/; main/desktop/bridge.ts serves it.",
};
const rawShell = {
  name: "electron",
  importNames: ["shell"],
  message:
    "Use openInBrowser of main/desktop/open-in-browser.ts, showInFolder of main/desktop/show-in-folder.ts or openCopy of main/desktop/open-copy.ts.",
};
const rawIpcRenderer = {
  name: "electron",
  importNames: ["ipcRenderer", "contextBridge"],
  message: "Only preload/index.ts speaks to the main process.",
};

/** @param {...object} paths */
const importing = (...paths) => ({
  "no-restricted-imports": ["error", { paths }],
});

export default typescript.config(
  { ignores: ["dist/", "release/", "coverage/", "sample/", "node_modules/"] },
  {
    files: ["**/*.ts", "**/*.vue", "**/*.mjs"],
    extends: [
      typescript.configs.strictTypeChecked,
      typescript.configs.stylisticTypeChecked,
    ],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: [".vue"] },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-eval": "error",
      "no-implied-eval": "off",
      "no-restricted-syntax": ["error", ...banned],
      "object-shorthand": "error",
      "prefer-const": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      // A number or a yes in a text is readable as it is.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // `process.env["NAME"]` is what the compiler asks for.
      "@typescript-eslint/dot-notation": "off",
      // Vue's and SQLite's declarations use both; the difference never matters here.
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/no-empty-function": [
        "error",
        { allow: ["arrowFunctions"] },
      ],
      // Factories return plain objects; nothing of ours looks at `this`.
      "@typescript-eslint/unbound-method": "off",
      // A contract may ask for a promise where one member has nothing to wait for.
      "@typescript-eslint/require-await": "off",
    },
  },
  {
    files: ["main/**/*.ts", "preload/**/*.ts", "renderer/**/*.{ts,vue}"],
    rules: { "no-console": "error" },
  },
  {
    files: ["main/**/*.ts"],
    rules: importing(rawIpc, rawShell, rawIpcRenderer),
  },
  {
    files: ["main/desktop/bridge.ts"],
    rules: importing(rawShell, rawIpcRenderer),
  },
  {
    files: [
      "main/desktop/open-in-browser.ts",
      "main/desktop/show-in-folder.ts",
      "main/desktop/open-copy.ts",
    ],
    rules: importing(rawIpc, rawIpcRenderer),
  },
  {
    files: ["**/*.vue"],
    extends: [vue.configs["flat/recommended"]],
    languageOptions: { parserOptions: { parser: typescript.parser } },
    rules: {
      // Prettier decides about these.
      "vue/html-closing-bracket-newline": "off",
      "vue/html-indent": "off",
      "vue/html-quotes": "off",
      "vue/html-self-closing": "off",
      "vue/max-attributes-per-line": "off",
      "vue/multiline-html-element-content-newline": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/no-v-html": "error",
      // The type says whether a property may be left out.
      "vue/require-default-prop": "off",
    },
  },
  {
    // Vue's compiler and the tools' own conventions ask for a default export.
    files: ["*.config.ts", "*.mjs", ".*.mjs", "**/*.d.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    files: ["*.mjs", ".*.mjs"],
    extends: [typescript.configs.disableTypeChecked],
  },
);

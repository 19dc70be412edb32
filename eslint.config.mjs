// The rules of our own plugin, which need types. All other rules are oxlint's, whose plugins get none.
import plugin from "@asyncio-ts/eslint-plugin";
import parser from "@typescript-eslint/parser";

/** The programs of the gallery that show a forgotten star. */
const mistaken = ["coffee-bagel-never-awaited", "hey-ash-bare-call", "multiply-add-omitted-await"];

export default [
  {
    ...plugin.configs.recommended,
    files: ["**/*.ts"],
    languageOptions: { parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
  },
  { files: mistaken.map((name) => `apps/demo/src/programs/${name}.ts`), rules: { "asyncio-ts/no-floating-coroutine": "off" } },
];

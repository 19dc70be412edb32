import { defineConfig, type ViteUserConfig } from "vitest/config";
import { sourceAliases } from "./scripts/build/source-aliases.ts";

/** The settings of all suites. `npm test` adds up their JSON reports. */
const config: ViteUserConfig = defineConfig({
  plugins: [
    {
      name: "sources",
      // The mode of `test:watch`: the tests run on the sources, without a build.
      config: (_, { mode }) =>
        mode === "sources" ? { resolve: { alias: sourceAliases(import.meta.dirname) }, define: { __VERSION__: '"0.0.0"' } } : {},
    },
  ],
  test: {
    include: ["test/**/*.test.ts"],
    typecheck: { enabled: true, include: ["test/**/*.test-d.ts"], tsconfig: "test/tsconfig.json" },
    reporters: ["default", "json"],
    outputFile: { json: ".reports/vitest.json" },
    passWithNoTests: true,
    // Long enough for a busy machine: the limit is for tests that hang.
    testTimeout: 30_000,
  },
});

export default config;

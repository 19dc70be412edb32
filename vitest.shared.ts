import { defineConfig, type ViteUserConfig } from "vitest/config";

/** The settings of all suites. `npm test` adds up their JSON reports. */
const config: ViteUserConfig = defineConfig({
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

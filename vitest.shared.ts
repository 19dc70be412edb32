import { defineConfig, type ViteUserConfig } from "vitest/config";

/** What every package's tests share; the JSON report is what `npm test` adds up. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    typecheck: { enabled: true, include: ["test/**/*.test-d.ts"], tsconfig: "test/tsconfig.json" },
    reporters: ["default", "json"],
    outputFile: { json: ".reports/vitest.json" },
    passWithNoTests: true,
    // For what hangs, not for what is slow: machines may be busy.
    testTimeout: 30_000,
  },
});

export default config;

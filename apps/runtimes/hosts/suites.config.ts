import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { SUITES } from "../src/suites.ts";

/** All suites in one run, without the files that this runtime cannot load. */
const config: ViteUserConfig = defineConfig({
  root: fileURLToPath(new URL("../../..", import.meta.url)),
  test: {
    include: Object.values(SUITES).map((folder) => `${folder}/test/**/*.test.ts`),
    exclude: JSON.parse(process.env["EXCLUDED"]!) as string[],
    // Long enough for a busy machine: the limit is for tests that hang.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    reporters: ["dot", "json"],
  },
});

export default config;

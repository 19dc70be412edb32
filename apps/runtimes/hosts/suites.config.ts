import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { type Skip, skipsOn } from "../src/skips.ts";
import { SUITES } from "../src/suites.ts";

declare module "vitest" {
  interface ProvidedContext {
    skips: Skip[];
  }
}

const skips = skipsOn(process.env["RUNTIME"]!);

/** All suites in one run, but for the files that do not run on this runtime at all, and may not even load there. */
const config: ViteUserConfig = defineConfig({
  root: fileURLToPath(new URL("../../..", import.meta.url)),
  test: {
    include: Object.values(SUITES).map((folder) => `${folder}/test/**/*.test.ts`),
    exclude: skips.filter(({ tests }) => tests === undefined).map(({ file }) => file),
    provide: { skips },
    setupFiles: [fileURLToPath(new URL("skip.ts", import.meta.url))],
    // For what hangs, not for what is slow: machines may be busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["dot", "json"],
  },
});

export default config;

import { defineConfig } from "vitest/config";

// Long limits, because these tests wait for whole programs on a machine that may be busy.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    globalSetup: "trial-release.ts",
    reporters: ["verbose", "../commands/closing-line.ts"],
    testTimeout: 400_000,
    hookTimeout: 400_000,
    teardownTimeout: 60_000,
    fileParallelism: false,
    maxConcurrency: 2,
  },
});

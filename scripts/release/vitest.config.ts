import { defineConfig } from "vitest/config";

// These tests wait for whole programs, on a machine that may be busy.
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

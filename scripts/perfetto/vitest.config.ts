import { defineConfig } from "vitest/config";

// Not part of `scripts/vitest.config.ts`, because only `npm run check:release` runs this suite. Long limits, for a download.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    globalSetup: "download.ts",
    reporters: ["verbose", "../commands/closing-line.ts"],
    testTimeout: 120_000,
    hookTimeout: 400_000,
    // The engine reports on each trace.
    silent: "passed-only",
  },
});

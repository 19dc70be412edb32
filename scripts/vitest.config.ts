import { mergeConfig } from "vitest/config";
import shared from "../vitest.shared.ts";

// Long limits, because these tests wait for npm, tsc and whole programs on a machine that is busy with the other suites.
export default mergeConfig(shared, { test: { typecheck: { enabled: false }, testTimeout: 600_000, hookTimeout: 600_000 } });

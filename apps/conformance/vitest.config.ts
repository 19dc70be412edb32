import { mergeConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

// CPython takes some seconds to boot, and a thousand programs about one to run.
export default mergeConfig(shared, { test: { testTimeout: 400_000, hookTimeout: 300_000 } });

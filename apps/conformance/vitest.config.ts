import { mergeConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

// CPython boots in a few seconds, and runs about a thousand programs a second.
export default mergeConfig(shared, { test: { testTimeout: 400_000, hookTimeout: 300_000 } });

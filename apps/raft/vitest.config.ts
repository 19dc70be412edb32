import { mergeConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

// No limit of time: a simulation blocks its thread, so that a limit would end nothing, and only fail on a busy machine.
export default mergeConfig(shared, { test: { testTimeout: 0 } });

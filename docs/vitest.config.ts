import { mergeConfig } from "vitest/config";
import shared from "../vitest.shared.ts";

export default mergeConfig(shared, { test: { typecheck: { enabled: false }, testTimeout: 300_000, hookTimeout: 300_000 } });

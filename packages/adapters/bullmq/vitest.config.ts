import { mergeConfig, type ViteUserConfig } from "vitest/config";
import shared from "../../../vitest.shared.ts";

// Each suite has a Redis and worker processes of its own. Together they would only slow each other down.
const config: ViteUserConfig = mergeConfig(shared, { test: { fileParallelism: false, testTimeout: 180_000 } });

export default config;

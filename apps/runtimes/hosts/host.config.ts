import { fileURLToPath } from "node:url";
import { mergeConfig } from "vitest/config";
import suites from "./suites.config.ts";

export default mergeConfig(suites, { test: { setupFiles: [fileURLToPath(new URL("folder.ts", import.meta.url))] } });

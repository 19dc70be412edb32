import { fileURLToPath } from "node:url";
import { chromium } from "@asyncio-ts/test-helpers/chromium";
import { playwright } from "@vitest/browser-playwright";
import { defineEnv } from "unenv";
import { mergeConfig } from "vitest/config";
import suites from "./suites.config.ts";

// Stand-ins for Node's modules: a file that imports them loads, and its tests that do without them run.
const nodeModules = Object.entries(defineEnv({ nodeCompat: true }).env.alias)
  .filter(([name]) => name.startsWith("node:"))
  .map(([name, path]) => ({ find: new RegExp(`^${name}$`), replacement: fileURLToPath(import.meta.resolve(path)) }));

// Without these flags, Chromium waits for the network when it starts.
const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

export default mergeConfig(suites, {
  resolve: { alias: nodeModules },
  define: { "process.env": "{}" },
  test: {
    api: { host: "127.0.0.1" },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath: (await chromium())!, args: ["--no-sandbox", "--disable-gpu", ...quiet] } }),
      instances: [{ browser: "chromium" }],
    },
  },
});

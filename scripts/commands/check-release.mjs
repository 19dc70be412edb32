// `npm run check:release`: the checks before a release that no single package can make: traces, publishing, hostile values, memory and runtimes.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { install, runTasks } from "./preparation.mjs";
import { closing, runSteps } from "./steps.mjs";

// The registry that packages are published to forwards to npm's, and needs the certificates that npm is configured to trust.
// Node reads this variable when it starts.
const { stdout } = spawnSync("npm", ["config", "get", "cafile"], { encoding: "utf8" });
if (stdout.trim() !== "null") process.env.NODE_EXTRA_CA_CERTS ??= stdout.trim();

const problem = install() ?? (await runTasks("Building changed packages", ["build"]));
if (problem) {
  console.log(`✗ ${problem}\n\n${closing({ passed: 0, failed: 1, skipped: 0 })}`);
  process.exit(1);
}

// The tests that `npm test` skips on a machine without Bun or Chromium.
const path = 'import { chromium } from "@asyncio-ts/test-helpers/chromium"; process.stdout.write((await chromium()) ?? "")';
const browser = spawnSync("node", ["--input-type=module", "--eval", path], { encoding: "utf8" }).stdout;
if (browser) process.env.CHROMIUM = browser;
const vitest = (folder, ...files) => {
  const closingLine = fileURLToPath(new URL("closing-line.ts", import.meta.url));
  return ["pnpm", "--silent", "--dir", folder, "exec", "vitest", "run", ...files, "--reporter=default", `--reporter=${closingLine}`];
};

/** The suites on the sources of the edition for pages in production. */
const pageSuites = ["core/loop", "core/tasks", "core/sync", "interop/promise", "interop/rxjs"].map((folder) => ({
  name: `${folder} in pages`,
  program: vitest(`packages/${folder}`, "--mode=page"),
}));

/** The suites, with every coroutine function of their tests marked by the plugin. */
const marked = ["core/loop", "core/tasks", "core/sync", "core/streams", "interop/promise", "interop/rxjs", "adapters/testing"];
const markedSuites = marked.map((folder) => ({ name: `${folder} marked`, program: vitest(`packages/${folder}`, "--mode=marked") }));

/** The commit to compare speed with. A shallow clone may not have one. */
const against = process.env.BENCH_AGAINST ?? "HEAD~1";
const isKnown = spawnSync("git", ["rev-parse", "--quiet", "--verify", `${against}^{commit}`]).status === 0;
if (!isKnown) console.log(`Speed is not compared, because this clone has no commit ${against}.`);
const speed = { name: "speed", program: ["node", "apps/benchmarks/dist/main.js", "--against", against, "--rounds", "7"] };

await runSteps([
  ...pageSuites,
  ...markedSuites,
  { name: "other test runners", program: vitest("scripts", "test/other-runners.test.ts") },
  { name: "Observable in a page", program: vitest("packages/interop/rxjs", "test/platform") },
  { name: "site", program: vitest("docs", "test/site.test.ts", "test/lab.test.ts") },
  { name: "lab", program: vitest("apps/lab", "test/lab.test.ts") },
  { name: "traces", program: vitest("scripts", "--config=perfetto/vitest.config.ts") },
  { name: "publishing", program: ["pnpm", "--silent", "--dir", "scripts/release", "run", "release"] },
  { name: "hostile values", program: ["node", "apps/hostile/src/main.ts", "--seconds", process.env.HOSTILE_SECONDS ?? "3600"] },
  { name: "memory", program: ["node", "--expose-gc", "apps/hostile/src/soak.ts"] },
  ...(isKnown ? [speed] : []),
  { name: "runtimes", program: ["node", "apps/runtimes/src/main.ts"] },
]);

// `npm run check:release`: the checks before a release that no single package can make: publishing, hostile values, memory and runtimes.
import { spawnSync } from "node:child_process";
import { prepare } from "./preparation.mjs";
import { closing, runSteps } from "./steps.mjs";

// The registry that packages are published to forwards to npm's, and needs the certificates that npm is configured to trust.
// Node reads this variable when it starts.
const { stdout } = spawnSync("npm", ["config", "get", "cafile"], { encoding: "utf8" });
if (stdout.trim() !== "null") process.env.NODE_EXTRA_CA_CERTS ??= stdout.trim();

const problem = prepare("Building changed packages", ["build", "--output-logs=errors-only"]);
if (problem) {
  console.log(`✗ ${problem}\n\n${closing({ passed: 0, failed: 1, skipped: 0 })}`);
  process.exit(1);
}

await runSteps([
  { name: "publishing", program: ["pnpm", "--silent", "--dir", "scripts/release", "run", "release"] },
  { name: "hostile values", program: ["node", "apps/hostile/src/main.ts", "--seconds", process.env.HOSTILE_SECONDS ?? "3600"] },
  { name: "memory", program: ["node", "--expose-gc", "apps/hostile/src/soak.ts"] },
  { name: "runtimes", program: ["node", "apps/runtimes/src/main.ts"] },
]);

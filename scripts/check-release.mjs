// `npm run check:release`: proves what no single package can before it is published, step by step.
import { spawnSync } from "node:child_process";
import { closing, runSteps } from "./steps.mjs";

process.env.TURBO_TELEMETRY_DISABLED = "1";

// The proof's registry asks npm's as npm does: with the certificates that npm is told to trust. Node reads them when it starts.
const { stdout } = spawnSync("npm", ["config", "get", "cafile"], { encoding: "utf8" });
if (stdout.trim() !== "null") process.env.NODE_EXTRA_CA_CERTS ??= stdout.trim();

const preparations = {
  "Installing packages": ["install", "--frozen-lockfile"],
  "Building what has changed": ["exec", "turbo", "run", "build", "--output-logs=errors-only"],
};

for (const [title, args] of Object.entries(preparations)) {
  console.log(`» ${title} …`);
  if (spawnSync("pnpm", args, { stdio: "inherit" }).status !== 0) {
    console.log(`✗ ${title} failed\n\n${closing({ passed: 0, failed: 1 })}`);
    process.exit(1);
  }
}

await runSteps([
  { name: "publishing", program: ["pnpm", "--silent", "--dir", "scripts/release", "run", "release"] },
  { name: "runtimes", program: ["node", "apps/runtimes/src/main.ts"] },
]);

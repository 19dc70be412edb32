// `npm start`: installs what is missing, builds what has changed, and plays the demo with the arguments given.
// What it says about itself goes to stderr: stdout is the demo's.
import { spawnSync } from "node:child_process";

process.env.TURBO_TELEMETRY_DISABLED = "1";

console.error("» Installing packages …");
run("pnpm", ["install", "--frozen-lockfile"], 2);
console.error("» Building what has changed …");
run("pnpm", ["exec", "turbo", "run", "build", "--filter=@asyncio-ts/demo", "--output-logs=errors-only"], 2);
run("pnpm", ["--silent", "--dir", "apps/demo", "run", "start", ...process.argv.slice(2)], "inherit");

function run(command, args, stdout) {
  const { status } = spawnSync(command, args, { stdio: ["inherit", stdout, "inherit"] });
  if (status !== 0) process.exit(status ?? 1);
}

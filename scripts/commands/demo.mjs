// `npm start`: installs missing packages, builds the demo, and plays it with the arguments given. Progress goes to stderr, because
// stdout is the demo's.
import { spawnSync } from "node:child_process";
import { prepare } from "./preparation.mjs";

const problem = prepare("Building changed packages", ["build", "--filter=@asyncio-ts/demo", "--output-logs=errors-only"], 2);
if (problem) process.exit(1);
const { status } = spawnSync("pnpm", ["--silent", "--dir", "apps/demo", "run", "start", ...process.argv.slice(2)], { stdio: "inherit" });
process.exitCode = status ?? 1;

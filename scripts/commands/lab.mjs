// `npm run lab`: serves the lab, and prints its address. Before the first start, and after a change, it installs and builds the lab.
import { spawnSync } from "node:child_process";
import { ensureBuilt } from "./app-build.mjs";

if (!ensureBuilt("lab", ["apps/demo"])) process.exit(1);
const vite = ["node_modules/vite/bin/vite.js", "preview", ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, vite, { cwd: "apps/lab", stdio: "inherit" });
process.exitCode = status ?? 1;

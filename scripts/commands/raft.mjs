// `npm run raft`: shows the replicated store of apps/raft. Before the first time, and after a change, it installs and builds it.
import { spawnSync } from "node:child_process";
import { ensureBuilt } from "./app-build.mjs";

if (!ensureBuilt("raft")) process.exit(1);
const { status } = spawnSync(process.execPath, ["apps/raft/dist/show/main.js"], { stdio: "inherit" });
process.exitCode = status ?? 1;

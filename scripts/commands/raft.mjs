// `npm run raft`: shows the replicated store of apps/raft. Before the first time, and after a change, it installs and builds it.
import { spawnSync } from "node:child_process";
import { ensureBuilt } from "./app-build.mjs";

ensureBuilt("raft", "the replicated store");
const { status } = spawnSync(process.execPath, ["apps/raft/dist/show/main.js"], { stdio: "inherit" });
process.exitCode = status ?? 1;

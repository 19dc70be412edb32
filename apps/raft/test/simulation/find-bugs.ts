// `pnpm --filter @asyncio-ts/raft find-bugs`: finds each planted bug with each seed, and prints how many seconds of a processor that takes.
import { parseArgs } from "node:util";
import { bugs } from "./bugs.ts";
import { findBug } from "./find-bug.ts";

const { values } = parseArgs({ options: { seeds: { type: "string", default: "1,2,3,4,5" }, runs: { type: "string", default: "3000" } } });

console.log("seed  runs  seconds  replayed  bug");
for (const bug of Object.keys(bugs)) {
  for (const seed of values.seeds.split(",").map(Number)) {
    const begin = process.cpuUsage().user;
    const { runs, error, replayed } = findBug(bug, { runs: Number(values.runs), seed });
    const seconds = ((process.cpuUsage().user - begin) / 1e6).toFixed(1);
    const isSame = error === replayed ? "yes" : "no";
    console.log(`${String(seed).padStart(4)}  ${String(runs).padStart(4)}  ${seconds.padStart(7)}  ${isSame.padEnd(8)}  ${bug}`);
    if (error !== replayed) process.exitCode = 1;
  }
}

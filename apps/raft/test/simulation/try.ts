import { simulate } from "@asyncio-ts/sim";
import process from "node:process";
import { scenario } from "./scenario.ts";
import { bugs } from "./bugs.ts";
const [runs, seed, bug] = process.argv.slice(2);
if (bug) bugs[bug] ? bugs[bug]() : Object.values(bugs)[+bug]!();
if (bug) console.log(Object.keys(bugs)[+bug]!);
const t = performance.now();
try {
  console.log(simulate(scenario, { runs: +runs!, seed: +seed! }));
} catch (e: any) { (await import("node:fs")).writeFileSync("/tmp/raftprof/timeline", e.timeline ?? ""); console.log(String(e.message).slice(0, 6000), e.runs, e.cause?.stack, e.schedule?.length); }
console.log(((performance.now() - t) / 1000).toFixed(2), "s", (process.cpuUsage().user/1e6).toFixed(2), "cpu");

// Measures one workload with one build, in a process of its own: `node worker.js BUILD WORKLOAD`. Prints the least nanoseconds of an
// operation, because a busy machine only adds to the time.
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import { stopwatches } from "../stopwatch.ts";
import type { Round } from "../workload.ts";
import { compared } from "./revision.ts";

/** Milliseconds of warm-up and of sampling. */
const WARM_UP = 150;
const SAMPLING = 350;

const [build, name] = process.argv.slice(2) as [string, string];
const { href: url } = pathToFileURL(build);
registerHooks({
  resolve: (specifier, context, next) => (compared.includes(specifier) ? { url, shortCircuit: true } : next(specifier, context)),
});

// Loaded after the hooks.
const { allWorkloads } = await import("../workloads.ts");
const { measure, operations, peers } = allWorkloads.find((each) => each.name === name)!;
const round: Round = await peers["asyncio-ts"]!();
await repeat(WARM_UP);
console.log(await repeat(SAMPLING));
process.exit();

/** Repeats rounds, at least three, and returns the least nanoseconds of an operation. */
async function repeat(milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds;
  let least = Infinity;
  for (let rounds = 0; rounds < 3 || performance.now() < end; rounds++) {
    globalThis.gc?.({ type: "minor" });
    const stop = stopwatches[measure as "time"]();
    await round(operations);
    least = Math.min(least, stop() / operations);
  }
  return least;
}

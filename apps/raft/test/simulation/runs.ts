// `pnpm --filter @asyncio-ts/raft runs --count 10000`: simulates the cluster without a planted bug.
import { parseArgs } from "node:util";
import { simulate } from "@asyncio-ts/sim";
import { scenario } from "./scenario.ts";

/** The runs of one call, after which the progress is shown. */
const BATCH = 500;

const { values } = parseArgs({ options: { count: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } } });
const count = Number(values.count);

const begin = performance.now();
for (let done = 0; done < count;) {
  const runs = Math.min(BATCH, count - done);
  simulate(scenario, { runs, seed: Number(values.seed) + done });
  done += runs;
  console.log(`${String(done).padStart(6)} runs without an error, ${((performance.now() - begin) / 1000).toFixed(0)} s`);
}

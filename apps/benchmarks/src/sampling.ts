import { median } from "./statistics.ts";
import { stopwatches } from "./stopwatch.ts";
import type { Finding, Round, Workload } from "./workload.ts";

/** How long a process warms up, and how long it then measures, in milliseconds; and how many samples it takes at least. */
const WARM_UP = 200;
const BUDGET = 300;
const FEWEST = 3;

/** A round that takes longer than this, in milliseconds, is the only one. */
const LONG = 5_000;

/**
 * Repeats a round until the compiler has seen enough of it, then measures it again and again.
 *
 * The young generation is collected before each sample. All of the heap is not: while nothing of a library is alive, V8 would
 * throw away what it has learned of it, which no program sees that has its loop running all the time.
 *
 * @returns the median of the samples
 * @throws Error when two rounds do not agree on their checksum
 */
export async function sample(workload: Workload, round: Round, operations: number): Promise<Finding> {
  if (workload.measure === "itself") return (await round(operations)) as Finding;

  const start = stopwatches[workload.measure];
  const measured = async (): Promise<Finding> => {
    globalThis.gc?.({ type: "minor" });
    const stop = start();
    const checksum = (await round(operations)) as number;
    return { value: stop() / operations, checksum };
  };

  const began = performance.now();
  const first = await measured();
  if (performance.now() - began > LONG) return first;
  while (performance.now() - began < WARM_UP) await round(operations);

  const end = performance.now() + BUDGET;
  const samples = [];
  while (samples.length < FEWEST || performance.now() < end) samples.push(await measured());
  const other = samples.find(({ checksum }) => checksum !== first.checksum);
  if (other !== undefined) throw new Error(`a checksum of ${first.checksum} was expected again, got ${other.checksum}`);
  return { value: median(samples.map(({ value }) => value)), checksum: first.checksum };
}

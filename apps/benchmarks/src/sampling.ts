import { isAt } from "./pace.ts";
import { median } from "./statistics.ts";
import { stopwatches } from "./stopwatch.ts";
import type { Finding, Round, Workload } from "./workload.ts";

/** How long a process warms up, and how long it then measures, in milliseconds; and how many samples it takes at least. */
const WARM_UP = 200;
const BUDGET = 300;
const FEWEST = 3;

/** For how long, in milliseconds, it tries to take as many that nobody disturbs. */
const PATIENCE = 10_000;

/** A round that takes longer than this, in milliseconds, is the only one. */
const LONG = 5_000;

/**
 * Repeats a round until the compiler has seen enough of it, then measures it again and again.
 *
 * The young generation is collected before each sample. All of the heap is not: while nothing of a library is alive, V8 would
 * throw away what it has learned of it, which no program sees that has its loop running all the time.
 *
 * Before and after a sample the pace of this thread is looked at: where somebody else works on the same core, code takes up to
 * twice as long, and not all code in the same measure.
 *
 * @param full what `fullPace` found
 * @returns the median of the samples at full pace; of all, where these are too few
 * @throws Error when two rounds do not agree on their checksum
 */
export async function sample(workload: Workload, round: Round, operations: number, full: number): Promise<Finding> {
  if (workload.measure === "itself") return (await round(operations)) as Finding;

  const stopwatch = stopwatches[workload.measure];
  const measured = async (): Promise<Finding> => {
    globalThis.gc?.({ type: "minor" });
    const stop = stopwatch();
    const checksum = (await round(operations)) as number;
    return { value: stop() / operations, checksum };
  };

  const began = performance.now();
  const first = await measured();
  if (performance.now() - began > LONG) return first;
  while (performance.now() - began < WARM_UP) {
    // That is to be warm as well.
    await isAt(full);
    await round(operations);
  }

  const samples: Finding[] = [];
  const undisturbed: Finding[] = [];
  const start = performance.now();
  const passed = () => performance.now() - start;
  while (samples.length < FEWEST || passed() < BUDGET || (undisturbed.length < FEWEST && passed() < PATIENCE)) {
    const before = await isAt(full);
    // A look takes less than a sample that will not count.
    if (!before && samples.length >= FEWEST) continue;
    const finding = await measured();
    samples.push(finding);
    if (before && (await isAt(full))) undisturbed.push(finding);
  }
  const other = samples.find(({ checksum }) => checksum !== first.checksum);
  if (other !== undefined) throw new Error(`a checksum of ${first.checksum} was expected again, got ${other.checksum}`);
  const counted = undisturbed.length < FEWEST ? samples : undisturbed;
  return { value: median(counted.map(({ value }) => value)), checksum: first.checksum };
}

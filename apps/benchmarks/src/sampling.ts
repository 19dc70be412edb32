import { isUndisturbed } from "./interference.ts";
import { median } from "./statistics.ts";
import { stopwatches } from "./stopwatch.ts";
import type { Round, Sample, Workload } from "./workload.ts";

/** Milliseconds of warm-up, milliseconds of sampling, and the least number of samples. */
const WARM_UP = 200;
const SAMPLING = 300;
const MIN_SAMPLES = 3;

/** Milliseconds after which sampling ends, even with too few undisturbed samples. */
const MAX_SAMPLING = 10_000;

/** A first round of more milliseconds than this is the only sample. */
const LONG_ROUND = 5_000;

/**
 * Warms up, then measures rounds until there are enough undisturbed samples.
 *
 * The young generation is collected before each sample, but not the whole heap. While no object of a library is alive, V8 would
 * discard its optimised code, which does not happen in a program with a running loop.
 *
 * A sample counts if the thread runs at full speed before and after it. A busy sibling thread slows code down, and not all code by the
 * same factor.
 *
 * @param baseline the result of `calibrate`
 * @returns the median of the undisturbed samples; of all samples, if too few are undisturbed
 * @throws Error if the checksums of two rounds differ
 */
export async function sample(workload: Workload, round: Round, operations: number, baseline: number): Promise<Sample> {
  if (workload.measure === "custom") return (await round(operations)) as Sample;

  const stopwatch = stopwatches[workload.measure];
  const measure = async (): Promise<Sample> => {
    globalThis.gc?.({ type: "minor" });
    const stop = stopwatch();
    const checksum = (await round(operations)) as number;
    return { value: stop() / operations, checksum };
  };

  const warmUpStart = performance.now();
  const first = await measure();
  if (performance.now() - warmUpStart > LONG_ROUND) return first;
  while (performance.now() - warmUpStart < WARM_UP) {
    // Its code is compiled during the warm-up as well.
    await isUndisturbed(baseline);
    await round(operations);
  }

  const samples: Sample[] = [];
  const undisturbed: Sample[] = [];
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  while (samples.length < MIN_SAMPLES || elapsed() < SAMPLING || (undisturbed.length < MIN_SAMPLES && elapsed() < MAX_SAMPLING)) {
    const isUndisturbedBefore = await isUndisturbed(baseline);
    // Checking again takes less time than a sample that does not count.
    if (!isUndisturbedBefore && samples.length >= MIN_SAMPLES) continue;
    const latest = await measure();
    samples.push(latest);
    if (isUndisturbedBefore && (await isUndisturbed(baseline))) undisturbed.push(latest);
  }
  const other = samples.find(({ checksum }) => checksum !== first.checksum);
  if (other !== undefined) throw new Error(`a checksum of ${first.checksum} was expected again, got ${other.checksum}`);
  const counted = undisturbed.length < MIN_SAMPLES ? samples : undisturbed;
  return { value: median(counted.map(({ value }) => value)), checksum: first.checksum };
}

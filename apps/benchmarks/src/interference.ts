/** The number of awaits that are timed, and the tolerated ratio to the baseline. */
const AWAITS = 2_000;
const TOLERANCE = 1.1;

/**
 * Measures the milliseconds of a few awaits. They take longer while the sibling thread of the same core is busy, which may last for
 * milliseconds or minutes.
 */
async function timeOfAwaits(): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < AWAITS; i++) await undefined;
  return performance.now() - start;
}

/** Measures the baseline for `isUndisturbed`: the least time of the awaits within `duration` milliseconds. */
export async function calibrate(duration: number): Promise<number> {
  const end = performance.now() + duration;
  let least = Infinity;
  while (performance.now() < end) least = Math.min(least, await timeOfAwaits());
  return least;
}

/** Whether this thread runs at its full speed now. */
export async function isUndisturbed(baseline: number): Promise<boolean> {
  return (await timeOfAwaits()) < baseline * TOLERANCE;
}

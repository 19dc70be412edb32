/** Awaits that show the pace, and how many times as long as at full pace they may take. */
const AWAITS = 2_000;
const TOLERANCE = 1.1;

/**
 * Milliseconds that a few awaits take: up to twice as many where the other thread of the processor's core works for somebody
 * else, as it may for milliseconds or for minutes.
 */
async function pace(): Promise<number> {
  const began = performance.now();
  for (let i = 0; i < AWAITS; i++) await undefined;
  return performance.now() - began;
}

/** What they take at full pace: the least within as many milliseconds. */
export async function fullPace(duration: number): Promise<number> {
  const end = performance.now() + duration;
  let least = Infinity;
  while (performance.now() < end) least = Math.min(least, await pace());
  return least;
}

/** Whether this thread goes at full pace now. */
export async function isAt(full: number): Promise<boolean> {
  return (await pace()) < full * TOLERANCE;
}

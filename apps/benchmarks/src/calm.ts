import { setTimeout as sleep } from "node:timers/promises";

/** How long to wait at most, and between two looks, in milliseconds. */
const PATIENCE = 10_000;
const PAUSE = 200;

/** How much slower than at its best the machine may be. */
const TOLERANCE = 1.2;

/** The least that a look took, in milliseconds. */
let least = Infinity;

/**
 * Waits until the machine is about as quick as it was at its best. Who shares its processors can take half of the speed, for
 * seconds at a time, and more from some work than from other.
 */
export async function calm(): Promise<void> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const took = Math.min(await look(), await look(), await look());
    least = Math.min(least, took);
    if (took <= TOLERANCE * least || performance.now() > end) return;
    await sleep(PAUSE);
  }
}

/** Turns of the queue of microtasks, since it is work of that kind that is measured. */
async function look(): Promise<number> {
  const began = performance.now();
  for (let i = 0; i < 50_000; i++) await undefined;
  return performance.now() - began;
}

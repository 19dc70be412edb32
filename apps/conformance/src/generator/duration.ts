import type { Random, Weighted } from "./random.ts";

/** In milliseconds. Few and short values make deadlines collide. Eighths of a second are exact as binary fractions, as CPython adds them. */
const delays: Weighted<number> = [
  [5, 0],
  [10, 125],
  [8, 250],
  [4, 375],
  [2, 500],
  [1, -125],
];

const timeLimits: Weighted<number | null> = [
  [2, null],
  [1, -125],
  [4, 0],
  [9, 125],
  [8, 250],
  [4, 375],
  [2, 500],
];

/** Picks the milliseconds of a sleep or timer. */
export function delay(random: Random): number {
  return random.weighted(delays);
}

/** Picks the milliseconds after which a wait ends; null stands for never. */
export function timeLimit(random: Random): number | null {
  return random.weighted(timeLimits);
}

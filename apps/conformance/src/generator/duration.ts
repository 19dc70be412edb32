import type { Random, Weighted } from "./random.ts";

/** Few and short, so that deadlines collide; eighths of a second, so that both sides add them exactly. */
const delays: Weighted<number> = [
  [5, 0],
  [10, 125],
  [8, 250],
  [4, 375],
  [2, 500],
  [1, -125],
];

const limits: Weighted<number | null> = [
  [2, null],
  [1, -125],
  [4, 0],
  [9, 125],
  [8, 250],
  [4, 375],
  [2, 500],
];

export function delay(random: Random): number {
  return random.weighted(delays);
}

/** A delay after which waiting ends; null is never. */
export function limit(random: Random): number | null {
  return random.weighted(limits);
}

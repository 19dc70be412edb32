/** The seed of the random tests. A failure prints it; `SEED=… pnpm test` replays the failure. */
export const SEED = Number(process.env["SEED"] ?? 1);

/** How many times as many connections and processes the random tests open: `CHURN=100 pnpm test churn`. */
export const CHURN = Number(process.env["CHURN"] ?? 1);

/** Returns a function that returns random whole numbers below `limit`, always the same ones for a seed (mulberry32). */
export function randomNumbers(seed: number = SEED): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

import * as fc from "fast-check";

/** The seed of all properties. A failure prints it; `SEED=… pnpm test` replays the failure. */
const SEED = Number(process.env["SEED"] ?? 1);

/** Checks a property on many random cases. A failure shows the smallest case found, and the seed. */
export function checked<T>(property: fc.IPropertyWithHooks<T>, runs = 500): void {
  fc.assert(property, { seed: SEED, numRuns: runs });
}

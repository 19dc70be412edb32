import { describeFailure, type ProgramFailure } from "./failure.ts";

/** The most runs that shrinking may take. */
const MOST_RUNS = 400;

/** A run that can be shrunk. */
export interface ShrinkableRun {
  /** The index taken at each choice. */
  readonly taken: readonly number[];
  /** How the run failed; null if it succeeded. */
  readonly failure: ProgramFailure | null;
}

/** Runs a program with the given deviations: places of choices, each followed by the index to take. */
export type Rerun<R extends ShrinkableRun> = (deviations: readonly number[]) => R;

/**
 * Returns a run that fails in the same way with as few deviations as possible.
 *
 * Leaves out halves of the deviations, then quarters, and so on, until nothing can be left out. A run counts with the deviations
 * that it made, which may be fewer than asked for. Then it lowers the indices.
 */
export function shrink<R extends ShrinkableRun>(failed: R, rerun: Rerun<R>, { mostRuns = MOST_RUNS }: { mostRuns?: number } = {}): R {
  const expected = describeFailure(failed.failure);
  let best = failed;
  let pairs = pairsOf(failed);
  let runs = 0;
  const accepts = (candidate: readonly (readonly [number, number])[]): boolean => {
    if (runs++ >= mostRuns) return false;
    const run = rerun(candidate.flat());
    const made = pairsOf(run);
    if (describeFailure(run.failure) !== expected || made.length > candidate.length) return false;
    best = run;
    pairs = made;
    return true;
  };
  for (let before = Infinity; pairs.length < before;) {
    before = pairs.length;
    for (let size = Math.ceil(pairs.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let start = 0; start < pairs.length;) {
        if (!accepts([...pairs.slice(0, start), ...pairs.slice(start + size)])) start += size;
      }
    }
  }
  for (let i = 0; i < pairs.length; i++) {
    const [at, take] = pairs[i]!;
    for (const lower of lowerThan(take)) {
      if (accepts(pairs.map((pair, j) => (j === i ? [at, lower] : pair)))) break;
    }
  }
  return best;
}

/** Yields indices below `take`: all of few, else powers of two. */
function* lowerThan(take: number): Generator<number> {
  for (let lower = 1; lower < take; lower = lower < 8 ? lower + 1 : 2 * lower) yield lower;
}

/** Returns the choices of a run that differ from asyncio's, with the index that was taken. */
function pairsOf(run: ShrinkableRun): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  run.taken.forEach((take, at) => {
    if (take !== 0) pairs.push([at, take]);
  });
  return pairs;
}

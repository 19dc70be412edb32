import { describeFailure } from "./failure.ts";
import { describeCount, type ScheduledRun } from "./scheduled-run.ts";

/** Returns the error for a program that ran differently under one schedule. */
export function notDeterministic(difference: string): Error {
  return new Error(
    `explore: the program is not deterministic: ${difference}. ` +
      "Look for Math.random, Date.now and state that outlives a run: build all state inside the program",
  );
}

/** Returns a difference of two runs in words: the alternatives of the choice `at`. */
export function differentCounts(at: number, before: number | undefined, after: number | undefined): string {
  return `choice ${at + 1} had ${describeCount(before)} in one run, and ${describeCount(after)} in the next`;
}

/** Checks that two runs under one schedule were the same. @throws Error with the first difference */
export function checkSame(first: ScheduledRun<unknown>, second: ScheduledRun<unknown>): void {
  const length = Math.max(first.counts.length, second.counts.length);
  for (let at = 0; at < length; at++) {
    const [before, after] = [first.counts[at], second.counts[at]];
    if (before !== after) throw notDeterministic(differentCounts(at, before, after));
  }
  if (first.steps !== second.steps) throw notDeterministic(`one run took ${first.steps} steps, and the next ${second.steps}`);
  const [before, after] = [describeFailure(first.failure), describeFailure(second.failure)];
  if (before !== after) throw notDeterministic(`one run ended with ${before}, and the next with ${after}`);
}

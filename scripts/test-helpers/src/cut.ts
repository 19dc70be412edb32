import { createTask, sleep, type Task } from "@asyncio-ts/tasks";

/** A cancellation during an explored exercise: which of its tasks, after how many passes. */
export interface Cut<Victim = number> {
  readonly victim: Victim;
  readonly passes: number;
}

/** Longer than any slack, so that everything that can happen has happened. In milliseconds. */
export const LONG = 1000;

/** Returns the cancellations of an exercise: none, and each victim after each number of passes below `passes`. */
export function cutsOf<const Victim>(victims: readonly Victim[], passes: number): (Cut<Victim> | null)[] {
  return [null, ...victims.flatMap((victim) => Array.from({ length: passes }, (_, i) => ({ victim, passes: i })))];
}

/** Starts the task that makes a cut, unless it is null. A victim without a task is not cancelled. */
export function makeCut<Victim>(cut: Cut<Victim> | null, taskOf: (victim: Victim) => Task<unknown> | undefined): void {
  if (cut === null) return;
  createTask(function* () {
    for (let i = 0; i < cut.passes; i++) yield* sleep(0);
    taskOf(cut.victim)?.cancel();
  });
}

/** @throws Error with the claim, unless it holds */
export function check(holds: boolean, claim: string): void {
  if (!holds) throw new Error(`broken: ${claim}`);
}

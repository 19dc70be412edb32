import type { Choices, ScheduledRun } from "./scheduled-run.ts";

/** A way to go through the schedules of a program. */
export interface Strategy {
  /** Whether every schedule within the bound was run. */
  readonly complete: boolean;
  /** Returns the choices of the next run; null if there are no more schedules. */
  next(): Choices | null;
  /** Called after each run that `next` began. */
  ran(run: ScheduledRun<unknown>): void;
}

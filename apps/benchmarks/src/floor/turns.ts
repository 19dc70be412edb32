import { Fifo } from "./fifo.ts";

/** The ready queue calls it once for each time that it was woken. */
export interface Runnable {
  step(): void;
}

const ready = new Fifo<Runnable>();

/** The task that runs. */
export let current: Runnable;

/** Appends a runnable to the ready queue. */
export function wake(runnable: Runnable): void {
  ready.push(runnable);
}

/** Resumes a task at once, also within another task. */
export function resume(runnable: Runnable): void {
  const outer = current;
  current = runnable;
  runnable.step();
  current = outer;
}

/** Runs until the ready queue is empty. */
export function drain(): void {
  for (let next = ready.shift(); next !== undefined; next = ready.shift()) resume(next);
}

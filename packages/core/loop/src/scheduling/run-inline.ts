import { runInRootScope } from "../execution/root-scope.ts";
import type { Runnable } from "../execution/runnable.ts";
import { runtime } from "../execution/runtime.ts";
import { repr } from "../support/repr.ts";
import type { LoopCore } from "./loop-core.ts";

/**
 * Runs ready work inside a callback of the host, in place of a wake-up, which may cost more than the work itself.
 *
 * The work counts as part of the slice before, so the host gets its turn. A loop that cannot run inline is woken as usual.
 *
 * @param makeReady called with `subject` and `argument`; enqueues runnables, or returns one that goes first
 */
export function runInline<S, A>(loop: LoopCore, makeReady: (subject: S, argument: A) => Runnable | null, subject: S, argument: A): void {
  // A callback that a program calls inside `Context.run` wakes the loop instead, because that context is not the step's.
  const inline = loop._parked && loop._driver.inline === true && runtime.running === null && runtime.entered === null;
  // Not parked, so that nothing enqueued here wakes the driver.
  if (inline) loop._parked = false;
  let first: Runnable | null = null;
  try {
    first = makeReady(subject, argument);
  } catch (error) {
    reportCallback(loop, subject, error);
  }
  if (inline && loop.isClosed()) return;
  if (first !== null) {
    if (inline && loop._instruments === null && loop._scheduler.isOneStep()) return stepInline(loop, first);
    loop._enqueueWoken(first);
  }
  if (inline) loop._continue();
}

function reportCallback(loop: LoopCore, subject: unknown, exception: unknown): void {
  loop.callExceptionHandler({ message: `Exception in a callback of the host for ${repr(subject)}`, exception });
}

/** Runs a step, then all that it makes ready, without the bookkeeping of a slice, which costs more than most steps. */
function stepInline(loop: LoopCore, runnable: Runnable): void {
  const scheduler = loop._scheduler;
  runtime.running = loop;
  runtime.current = runnable;
  loop._slicing = true;
  scheduler.first = runnable;
  let deadline: number | null;
  try {
    deadline = runInRootScope(scheduler.runFromFirst, scheduler);
  } finally {
    runtime.running = runtime.current = null;
    loop._slicing = false;
  }
  if (deadline === null) loop._end();
  else if (deadline !== loop._parkedUntil || loop._beforeWait !== null) loop._park(deadline);
  else loop._parked = true;
}

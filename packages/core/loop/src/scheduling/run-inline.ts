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
  const inline = loop._parked && loop._driver.inline === true && runtime.running === null;
  // Not parked, so that nothing enqueued here wakes the driver.
  if (inline) loop._parked = false;
  let first: Runnable | null = null;
  try {
    first = makeReady(subject, argument);
  } catch (error) {
    loop.callExceptionHandler({ message: `Exception in a callback of the host for ${repr(subject)}`, exception: error });
  }
  if (inline && loop.isClosed()) return;
  if (first !== null) {
    if (inline && loop._instruments === null && loop._scheduler.isOneStep()) return stepInline(loop, first);
    loop._enqueue(first);
    loop._instruments?.notify("woken", first, runtime.current);
  }
  if (inline) loop._continue();
}

/** Runs a pass of one step, in place of a slice, because a slice costs more than most steps. */
function stepInline(loop: LoopCore, runnable: Runnable): void {
  const scheduler = loop._scheduler;
  runtime.running = loop;
  runtime.current = runnable;
  loop._slicing = true;
  try {
    runInRootScope(runnable.run, runnable);
  } catch (error) {
    loop._reportStep(runnable, error);
  } finally {
    runtime.running = runtime.current = null;
    loop._slicing = false;
  }
  if (scheduler.stopping) loop._end();
  else if (scheduler.countStep()) loop._park(-Infinity);
  else if (scheduler.ready.length > 0) loop._continue();
  else if (scheduler.timers.deadline === loop._parkedUntil && loop._beforeWait === null) loop._parked = true;
  else loop._park(scheduler.timers.deadline);
}

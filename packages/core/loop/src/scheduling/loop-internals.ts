import type { Runnable, Timer } from "../execution/runnable.ts";
import type { Driver } from "../host/driver.ts";
import type { Instruments } from "../reporting/instruments.ts";
import { Chooser, type ChooserOptions, type Choose, inOrder } from "./chooser.ts";
import type { LoopResource } from "./loop-resources.ts";
import type { Finish } from "./deliver.ts";
import type { LoopCore } from "./loop-core.ts";
import { observePasses } from "./observed-pass.ts";

/** Returns the driver of a loop. */
export function driverOf(loop: LoopCore): Driver {
  return loop._driver;
}

/** Returns the instruments of a loop; null if there are none. */
export function instrumentsOf(loop: LoopCore): Instruments | null {
  return loop._instruments;
}

/**
 * Appends a runnable to the ready queue: `callSoon` without a handle.
 *
 * @throws Error if the loop is closed
 */
export function enqueue(loop: LoopCore, runnable: Runnable): void {
  loop._enqueue(runnable);
}

/**
 * Schedules a timer: `callAt` without a handle.
 *
 * @throws Error if the loop is closed
 */
export function schedule(loop: LoopCore, timer: Timer): void {
  loop._schedule(timer);
}

/** Removes a timer. Does nothing if it is due or was removed already. */
export function unschedule(loop: LoopCore, timer: Timer): void {
  loop._unschedule(timer);
}

/**
 * Runs until `stop()` is called, then calls `finish` before anything else can run.
 *
 * @throws Error if the loop is closed or running, or in a step of another loop
 */
export function runUntilStopped(loop: LoopCore, finish: Finish): void {
  loop._run(finish);
}

/** Sets the function that is called with true at the begin of each run of a loop, and with false at its end. */
export function observeRuns(loop: LoopCore, observer: (isRunning: boolean) => void): void {
  loop._runObserver = observer;
}

/** Ends the run under way with an error. Called by a driver that finds that nothing can ever wake the loop. */
export function abort(loop: LoopCore, error: unknown): void {
  loop._end({ error });
}

/** Has `callback` called once before the loop waits for its host: work that is cheaper when nothing else is to be done. */
export function callBeforeWait(loop: LoopCore, callback: () => void): void {
  loop._beforeWait = callback;
}

/** Returns the names of the host work that a loop holds. */
export function hostWorkHeld(loop: LoopCore): string[] {
  return loop._heldWork.names();
}

/**
 * Has a loop close a resource when the loop itself is closed, unless `disown` is called before.
 *
 * @throws Error if the loop is closed
 */
export function own(loop: LoopCore, resource: LoopResource): void {
  if (loop.isClosed()) throw new Error("Event loop is closed");
  loop._resources.add(resource);
}

/** Removes a resource from those that a loop closes. */
export function disown(loop: LoopCore, resource: LoopResource): void {
  loop._resources.delete(resource);
}

/** Returns the runnables of the ready queue. */
export function readyRunnables(loop: LoopCore): Runnable[] {
  return loop._scheduler.list();
}

/** Lets `choose` decide wherever several next steps are legal; null restores asyncio's order. */
export function setChooser(loop: LoopCore, choose: Choose | null, options?: ChooserOptions): void {
  const scheduler = loop._scheduler;
  const rest = scheduler.chooser?.takeRest() ?? [];
  const isHeld = () => loop._heldWork.size > 0;
  scheduler.chooser = choose === null && rest.length === 0 ? null : new Chooser(choose ?? inOrder, rest, isHeld, options);
  observePasses(scheduler);
}

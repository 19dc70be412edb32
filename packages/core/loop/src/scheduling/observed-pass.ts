import { runtime } from "../execution/runtime.ts";
import { host } from "../host/host.ts";
import { HAS_DIAGNOSTICS } from "../support/edition.ts";
import { repr } from "../support/repr.ts";
import type { Scheduler } from "./scheduler.ts";

/** Has the passes of a scheduler observed while there is a chooser or debug mode is on. Other programs do not carry that code. */
export function observePasses(scheduler: Scheduler): void {
  const isObserved = scheduler.chooser !== null || (HAS_DIAGNOSTICS && scheduler.reporter.getDebug());
  scheduler.observedPass = isObserved ? runObservedPass : null;
}

/** Runs the rest of a pass, with choices and debug mode. Returns true if the slice is over. */
function runObservedPass(scheduler: Scheduler): boolean {
  const { driver, reporter } = scheduler;
  while (scheduler.left > 0) {
    const runnable = scheduler.chooser === null ? scheduler.ready.shift() : scheduler.chooser.nextReady(scheduler.ready, scheduler.left);
    scheduler.left--;
    runtime.current = runnable;
    const began = driver.now();
    try {
      runnable.run();
    } catch (error) {
      reporter._stepFailed(runnable, error);
    }
    const took = driver.now() - began;
    if (HAS_DIAGNOSTICS && reporter.getDebug() && took >= reporter.slowCallbackDuration) {
      host.console.warn(`Executing ${repr(runnable)} took ${Math.round(took)} ms`);
    }
    if (scheduler.countStep()) return true;
  }
  return false;
}

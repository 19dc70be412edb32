import { brand, host, runtime } from "@asyncio-ts/loop/lowlevel";
import { CancelledError, currentTask } from "@asyncio-ts/tasks";
import type { CancelWatch } from "@asyncio-ts/tasks/lowlevel";

/** Node's, which has Node 20 bear more than 10 listeners of a signal without a warning: a task may wait for 1,000 things at once. */
const setMaxListeners = host.process?.getBuiltinModule?.("node:events")?.setMaxListeners;

/** Aborts a signal at the first request to cancel its task. */
class SignalWatch implements CancelWatch {
  readonly controller = new AbortController();

  constructor() {
    setMaxListeners?.(0, this.controller.signal);
  }

  cancelRequested(message?: string): void {
    this.controller.abort(new CancelledError(message));
  }
}

brand(SignalWatch, "SignalWatch");

/**
 * The signal of the current task: it aborts when the task is cancelled, its reason a CancelledError. For APIs that take a signal
 * and are called more than once, or from deep inside.
 *
 * A task has one signal, however often it is asked for, until it is cancelled and survives: then, `cancelling()` being back at
 * 0, it has a new one. In the clean-up of a cancelled task the signal has aborted.
 *
 * @throws Error outside a task
 *
 * @example
 * ```ts
 * import { currentSignal } from "@asyncio-ts/promise";
 * import { createTask, run, sleep } from "@asyncio-ts/tasks";
 *
 * await run(function* () {
 *   const task = createTask(function* () {
 *     currentSignal().addEventListener("abort", () => console.log("aborted"));
 *     yield* sleep(60_000);
 *   });
 *   yield* sleep(1);
 *   task.cancel(); // prints aborted
 * });
 * ```
 */
export function currentSignal(): AbortSignal {
  const task = runtime.running === null ? null : currentTask();
  if (task === null) throw new Error("currentSignal: no task is running, so there is none that could be cancelled");
  let watch = task.cancelWatch;
  const isCancelled = task.cancelling() > 0;
  if (!(watch instanceof SignalWatch) || (watch.controller.signal.aborted && !isCancelled)) {
    watch = task.cancelWatch = new SignalWatch();
    if (isCancelled) watch.cancelRequested();
  }
  return (watch as SignalWatch).controller.signal;
}

import { brand, host, runtime } from "@asyncio-ts/loop/lowlevel";
import { CancelledError, currentTask } from "@asyncio-ts/tasks";
import { type CancelWatch, cancelWatchOf, setCancelWatch } from "@asyncio-ts/tasks/lowlevel";

/** Node's `setMaxListeners`. Node 20 warns about more than 10 listeners on a signal, and one task may have many more. */
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
 * Returns the AbortSignal of the current task. It aborts when the task is cancelled, and its reason is the CancelledError.
 * Use it for APIs that take a signal, especially in repeated calls or deep inside a task.
 *
 * Every call in a task returns the same signal until the task survives a cancellation. Once `cancelling()` is back at 0, the
 * next call returns a new signal. During the clean-up of a cancelled task the signal is aborted.
 *
 * @throws Error when no task is running
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
  if (task === null) throw new Error("currentSignal() must be called inside a task");
  let watch = cancelWatchOf(task);
  const isCancelled = task.cancelling() > 0;
  if (!(watch instanceof SignalWatch) || (watch.controller.signal.aborted && !isCancelled)) {
    watch = new SignalWatch();
    setCancelWatch(task, watch);
    if (isCancelled) watch.cancelRequested();
  }
  return (watch as SignalWatch).controller.signal;
}

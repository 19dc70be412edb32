import { checkMilliseconds, own, shared, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Executor, isExecutor } from "@asyncio-ts/promise/lowlevel";
import { type Coroutine, type EventLoop, getEventLoop, TimeoutError, waitFor } from "@asyncio-ts/tasks";
import { ThreadPoolExecutor } from "./thread-pool-executor.ts";

/** The default executor of a loop. Null once it was shut down. */
const defaults = shared("default executors", () => new WeakMap<EventLoop, Executor<any> | null>());

/** Returns the executor that `runInExecutor(null, …)` uses on a loop: threads, unless another was set. @throws Error if it was shut down */
export function defaultExecutorOf(loop: EventLoop): Executor<any> {
  const executor = defaults.get(loop);
  if (executor === null) throw new Error("runInExecutor: the default executor of this loop was shut down");
  return executor ?? threadsOf(loop);
}

/** Makes the threads of a loop. They end with it, at the latest after the grace of their jobs. */
function threadsOf(loop: EventLoop): ThreadPoolExecutor {
  const executor = new ThreadPoolExecutor();
  own(loop, { loopClosed: () => executor._abandon() });
  defaults.set(loop, executor);
  return executor;
}

/**
 * Sets the executor that `runInExecutor(null, job)` uses on the current loop.
 *
 * Mirrors `loop.set_default_executor`.
 *
 * @throws TypeError if `executor` has no `submit` or no `shutdown` method
 */
export function setDefaultExecutor(executor: Executor<any>): void {
  if (!isExecutor(executor)) throw wrongArgument("setDefaultExecutor", "an executor", executor);
  defaults.set(getEventLoop(), executor);
}

/**
 * Shuts the default executor of the current loop down, and waits for its jobs. `runInExecutor(null, job)` throws from now on.
 *
 * Mirrors `loop.shutdown_default_executor`.
 *
 * @param timeout milliseconds to wait for the jobs, or null for no limit. After them it reports that, and returns; the jobs run on
 * @throws TypeError if `timeout` is neither a number nor null
 */
export function* shutdownDefaultExecutor(timeout: number | null = null): Coroutine<void> {
  checkMilliseconds("shutdownDefaultExecutor", timeout, true);
  const loop = getEventLoop();
  const executor = defaults.get(loop);
  defaults.set(loop, null);
  if (executor === undefined || executor === null) return;
  const shutdown = function* (): Coroutine<void> {
    yield* executor.shutdown({ wait: true });
  };
  try {
    yield* waitFor(shutdown(), timeout);
  } catch (error) {
    if (!(error instanceof TimeoutError) || timeout === null) throw error;
    loop.callExceptionHandler({ message: `The default executor did not end its jobs within ${timeout} ms` });
    yield* executor.shutdown({ wait: false });
  }
}

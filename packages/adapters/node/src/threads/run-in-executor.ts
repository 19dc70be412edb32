import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Executor, isExecutor, submitTo } from "@asyncio-ts/promise/lowlevel";
import { type Future, getEventLoop } from "@asyncio-ts/tasks";
import { defaultExecutorOf } from "./default-executor.ts";

/**
 * Submits a job to an executor, and returns the future of its result at once.
 *
 * Cancelling the future ends the wait at once and has the executor cancel the job. A later end of the job is ignored.
 *
 * Mirrors `loop.run_in_executor`.
 *
 * @param executor the executor, or null for the default executor of the current loop: its own `ThreadPoolExecutor`, unless another was set
 * @param job a job in the executor's own form
 * @throws TypeError if `executor` is neither an executor nor null
 * @throws Error if the executor was shut down
 *
 * @example
 * ```ts
 * import { type Executor, runInExecutor } from "@asyncio-ts/node";
 * import { run } from "@asyncio-ts/tasks";
 *
 * const later: Executor<() => any> = {
 *   submit(job, settle) {
 *     const timer = setTimeout(() => settle.result(job()), 5);
 *     return () => clearTimeout(timer);
 *   },
 *   *shutdown() {},
 * };
 *
 * await run(function* () {
 *   console.log(yield* runInExecutor(later, () => 6 * 7)); // prints 42
 * });
 * ```
 */
export function runInExecutor<T = any, J = any>(executor: Executor<J> | null, job: J): Future<T> {
  const loop = getEventLoop();
  if (executor !== null && !isExecutor(executor)) throw wrongArgument("runInExecutor", "an executor or null", executor);
  return submitTo<T, J>(loop, executor ?? defaultExecutorOf(loop), job);
}

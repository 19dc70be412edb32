import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Executor, isExecutor, submitTo } from "@asyncio-ts/promise/lowlevel";
import { type Future, getEventLoop } from "@asyncio-ts/tasks";

/**
 * Submits a job to an executor, and returns the future of its result at once.
 *
 * Cancelling the future ends the wait at once and has the executor cancel the job. A later end of the job is ignored. `workerModule` is the
 * typed form for workers.
 *
 * Mirrors `loop.run_in_executor`.
 *
 * @param executor a `WorkerExecutor`, or another executor
 * @param job a job in the executor's own form
 * @throws TypeError if `executor` is no executor
 * @throws Error if the executor was shut down
 *
 * @example
 * ```js
 * const pixels = image.data.buffer;
 * const bytes = yield* runInExecutor(executor, { name: "compress", args: [pixels], transfer: [pixels] });
 * ```
 */
export function runInExecutor<T = any, J = any>(executor: Executor<J>, job: J): Future<T> {
  if (!isExecutor(executor)) throw wrongArgument("runInExecutor", "an executor", executor);
  return submitTo<T, J>(getEventLoop(), executor, job);
}

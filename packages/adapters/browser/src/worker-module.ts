import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Executor, isExecutor, type JobFunctions, jobFunctions } from "@asyncio-ts/promise/lowlevel";
import { runInExecutor } from "./run-in-executor.ts";
import type { WorkerJob } from "./worker-job.ts";

/** The exported functions of a module as coroutine functions that call them in a worker. */
export type WorkerModule<M> = JobFunctions<M>;

/**
 * Returns the functions of the module that the workers of an executor serve, as coroutine functions. Each call runs in a worker.
 *
 * Arguments and results are copied, as `structuredClone` does. The module itself is not imported, only its type.
 *
 * @throws TypeError if `executor` is no executor
 *
 * @example
 * ```js
 * // In TypeScript: workerModule<typeof import("./jobs.js")>(executor)
 * const jobs = workerModule(executor);
 *
 * const hash = yield* jobs.hash("text");
 * ```
 */
export function workerModule<M>(executor: Executor<WorkerJob>): WorkerModule<M> {
  if (!isExecutor(executor)) throw wrongArgument("workerModule", "a WorkerExecutor", executor);
  return jobFunctions<M>(function* (name, args) {
    return yield* runInExecutor<unknown, WorkerJob>(executor, { name, args });
  });
}

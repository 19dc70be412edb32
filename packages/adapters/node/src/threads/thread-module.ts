import { checkOptions, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Executor, type JobFunctions, jobFunctions } from "@asyncio-ts/promise/lowlevel";
import { runInExecutor } from "./run-in-executor.ts";
import type { ThreadJob } from "./thread-job.ts";

/** The exported functions of a module as coroutine functions that call them in another thread. */
export type ThreadModule<M> = JobFunctions<M>;

/**
 * Returns the exports of a module as coroutine functions. Each call runs in another thread, on the default executor of the loop.
 *
 * @param url the absolute URL of the module
 * @param options.executor another executor for these calls
 * @throws TypeError if `url` is neither a URL nor a string
 *
 * @example
 * ```ts
 * import { threadModule } from "@asyncio-ts/node";
 * import { run } from "@asyncio-ts/tasks";
 *
 * const path = threadModule<typeof import("node:path")>("node:path");
 *
 * await run(function* () {
 *   console.log(yield* path.basename("/tmp/a.txt")); // prints a.txt
 * });
 * ```
 */
export function threadModule<M>(url: URL | string, options: { executor?: Executor<ThreadJob> | undefined } = {}): ThreadModule<M> {
  if (typeof url !== "string" && !(url instanceof URL)) throw wrongArgument("threadModule", "the URL of a module", url);
  checkOptions("threadModule", options);
  const { executor = null } = options;
  return jobFunctions<M>(function* (name, args) {
    return yield* runInExecutor<unknown, ThreadJob>(executor, { url, name, args });
  });
}

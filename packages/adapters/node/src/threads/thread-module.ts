import { checkOptions, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "@asyncio-ts/tasks";
import type { Executor } from "../executors/executor.ts";
import { runInExecutor } from "./run-in-executor.ts";
import type { ThreadJob } from "./thread-job.ts";

/** The exported functions of a module as coroutine functions that call them in another thread. */
export type ThreadModule<M> = {
  readonly [Name in keyof M as M[Name] extends (...args: any[]) => unknown ? Name : never]: M[Name] extends (...args: infer A) => infer R
    ? (...args: A) => Coroutine<JobResult<R>>
    : never;
};

/** The result of a job if its function returns `R`: that of the coroutine or the promise, or `R` itself. */
export type JobResult<R> = R extends Generator<any, infer T, any> ? T : Awaited<R>;

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
  const functions = new Map<string, (...args: unknown[]) => Coroutine<unknown>>();
  return new Proxy({} as ThreadModule<M>, {
    get(_, name) {
      // A module has no `then`, or `await` would call it.
      if (typeof name !== "string" || name === "then") return undefined;
      let fn = functions.get(name);
      if (fn === undefined) functions.set(name, (fn = caller(url, name, executor)));
      return fn;
    },
  });
}

function caller(url: URL | string, name: string, executor: Executor<ThreadJob> | null): (...args: unknown[]) => Coroutine<unknown> {
  return function* (...args) {
    return yield* runInExecutor<unknown, ThreadJob>(executor, { url, name, args });
  };
}

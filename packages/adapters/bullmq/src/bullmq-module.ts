import { checkOptions, dispose, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { runInExecutor } from "@asyncio-ts/node";
import { coroutine } from "@asyncio-ts/tasks";
import { BullMQExecutor } from "./bullmq-executor.ts";
import type { BullMQExecutorOptions } from "./executor-options.ts";
import type { JobCallOptions, JobFunction, JobModule } from "./job-module.ts";

/**
 * Returns the functions of a module as coroutine functions that run on the workers of a queue.
 *
 * The module itself is not imported, only its type: `bullmqModule<typeof import("./jobs.js")>("images", { connection })`.
 * Arguments and results travel as JSON: a Date arrives as a string, a Map as an empty object.
 *
 * @param queue the name of the queue, or an executor that several modules share
 * @param options the options of the executor, if `queue` is a name
 * @throws TypeError if `queue` is neither
 */
export function bullmqModule<M>(queue: string, options: BullMQExecutorOptions): JobModule<M>;
/** Returns the functions of a module as coroutine functions that an executor submits. Several modules may share it. */
export function bullmqModule<M>(executor: BullMQExecutor): JobModule<M>;
export function bullmqModule<M>(queue: string | BullMQExecutor, options?: BullMQExecutorOptions): JobModule<M> {
  const executor = typeof queue === "string" ? new BullMQExecutor(queue, options as BullMQExecutorOptions) : queue;
  if (!(executor instanceof BullMQExecutor)) throw wrongArgument("bullmqModule", "the name of a queue or a BullMQExecutor", queue);
  const functions = new Map<string, JobFunction<any>>();
  return new Proxy({} as JobModule<M>, {
    get(_, name) {
      if (name === dispose) return () => executor[dispose]();
      // A promise that resolves to the module asks for `then`.
      if (typeof name !== "string" || name === "then") return undefined;
      let fn = functions.get(name);
      if (fn === undefined) functions.set(name, (fn = jobFunction(executor, name, {})));
      return fn;
    },
  });
}

function jobFunction(executor: BullMQExecutor, name: string, { progress, ...options }: JobCallOptions): JobFunction<any> {
  const call = coroutine(
    Object.defineProperty(
      function* (...args: unknown[]): Generator<any, any, any> {
        return yield* runInExecutor(executor, { name, args, options, progress });
      },
      "name",
      { value: name },
    ),
  );
  return Object.assign(call, {
    with(more: JobCallOptions): JobFunction<any> {
      checkOptions(`${name}.with`, more);
      return jobFunction(executor, name, { progress, ...options, ...more });
    },
  }) as unknown as JobFunction<any>;
}

import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { JobWorker } from "./job-worker.ts";
import { checkQueue } from "./option-checks.ts";
import type { JobWorkerOptions } from "./worker-options.ts";

/**
 * Starts a worker that runs the functions of a module as the jobs of a queue. The functions are coroutine functions, and run on
 * the current loop; other functions are called, and their promises awaited.
 *
 * A job runs **at least once**. When its caller cancels it, its task is cancelled. Thrown errors reach the caller with their
 * class, code and cause. `currentJob()` returns the job inside a handler.
 *
 * SIGTERM closes the worker: jobs that do not end within `grace` are cancelled, and another worker takes them. A handler that
 * blocks its thread for longer than `lockDuration` runs twice: move such work into threads.
 *
 * @param queue the name of the queue
 * @param module the functions by name, such as `import * as jobs from "./jobs.js"`
 * @param options BullMQ's options of a worker, of which `connection` is required, and the worker's own
 * @throws TypeError if `queue` is no name, `module` no object, `connection` no object, or `signals` has other names
 * @throws RangeError when a number is out of its range
 */
export function serveJobs(queue: string, module: object, options: JobWorkerOptions): JobWorker {
  checkQueue("serveJobs", queue, options);
  if (typeof module !== "object" || module === null || module instanceof Promise)
    throw wrongArgument("serveJobs", "a module or an object of functions", module);
  return new JobWorker(queue, module as Readonly<Record<string, unknown>>, options);
}

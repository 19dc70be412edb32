/// <reference lib="esnext.disposable" preserve="true" />
import { brand, checkMilliseconds, checkOptions, disposable, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { fromPromise } from "@asyncio-ts/promise";
import type { Executor, Settle } from "@asyncio-ts/promise/lowlevel";
import { type Coroutine, getEventLoop } from "@asyncio-ts/tasks";
import { checkCanAwaitPromises } from "@asyncio-ts/tasks/lowlevel";
import { LONGEST_TIMEOUT } from "./longest-timeout.ts";
import { submitted, type WorkerJob } from "./worker-job.ts";
import { WorkerPool } from "./worker-pool.ts";

/** Milliseconds between the cancellation of a job and the end of its worker. */
const GRACE = 200;

/** Milliseconds in which the script of a worker has to load and call `serveJobs`. */
const START_TIMEOUT = 30_000;

/** The options of a `WorkerExecutor`. */
export interface WorkerExecutorOptions {
  /** The most workers; as many as the machine runs at once by default. */
  maxWorkers?: number | undefined;
  /** Milliseconds that a cancelled job has to clean up before its worker is ended; 200 by default. */
  grace?: number | undefined;
  /** Milliseconds in which a worker has to load and call `serveJobs`; 30,000 by default. */
  startTimeout?: number | undefined;
}

/**
 * Runs jobs in Web Workers, each job alone in its worker. The workers are made when they are needed, and end when they are idle.
 *
 * The function makes a worker, and the script of the worker calls `serveJobs`. Bundlers find the script only if the function is written as in
 * the example. A
 * job is named by a function of the module that the script serves. A coroutine function runs on a loop in the worker. A cancelled job gets
 * CancelledError, its `finally` blocks run, and after `grace` its worker is ended and replaced. Context variables do not cross.
 *
 * Mirrors `concurrent.futures.ProcessPoolExecutor`.
 *
 * @example
 * ```js
 * const executor = new WorkerExecutor(() => new Worker(new URL("./worker.js", import.meta.url), { type: "module" }));
 * const jobs = workerModule(executor);
 *
 * await run(function* () {
 *   console.log(yield* jobs.fibonacci(40));
 *   yield* executor.shutdown({ wait: true });
 * });
 * ```
 */
export class WorkerExecutor implements Executor<WorkerJob>, Disposable {
  readonly #pool: WorkerPool;
  readonly #maxWorkers: number;
  #isShutDown = false;
  /** Closes the executor, as `close` does. */
  declare readonly [Symbol.dispose]: () => void;

  /**
   * @param create returns a new worker
   * @throws TypeError if `create` is no function, `maxWorkers` is no positive whole number, or a time is no number of milliseconds
   */
  constructor(create: () => Worker, options: WorkerExecutorOptions = {}) {
    if (typeof create !== "function") throw wrongArgument("WorkerExecutor", "a function that returns a new Worker", create);
    checkOptions("WorkerExecutor", options);
    const { maxWorkers = globalThis.navigator?.hardwareConcurrency || 1, grace = GRACE, startTimeout = START_TIMEOUT } = options;
    if (!Number.isSafeInteger(maxWorkers) || maxWorkers < 1) {
      throw wrongArgument("WorkerExecutor", "a positive whole number of maxWorkers", maxWorkers);
    }
    for (const ms of [grace, startTimeout]) checkMilliseconds("WorkerExecutor", ms);
    this.#maxWorkers = maxWorkers;
    this.#pool = new WorkerPool(create, {
      maxWorkers,
      grace: Math.min(grace, LONGEST_TIMEOUT),
      startTimeout: Math.min(startTimeout, LONGEST_TIMEOUT),
    });
  }

  /**
   * Begins a job, or queues it until a worker is free. `runInExecutor` calls this.
   *
   * @throws TypeError if the job has no name, or `settle` is missing
   * @throws Error if the executor was shut down, or on a loop that owns its thread, where no worker can answer
   */
  submit<T>(job: WorkerJob, settle: Settle<T>): (reason?: unknown) => void {
    const submission = submitted("WorkerExecutor", job, settle);
    if (this.#isShutDown) throw new Error("WorkerExecutor: cannot schedule new jobs after shutdown");
    checkCanAwaitPromises(getEventLoop());
    this.#pool.submit(submission);
    return (reason) => this.#pool.cancel(submission, typeof reason === "string" ? reason : undefined);
  }

  /**
   * Accepts no more jobs. The workers end after the last job.
   *
   * @param options.wait whether to return only then
   */
  *shutdown(options: { wait: boolean }): Coroutine<void> {
    checkOptions("shutdown", options);
    this.#isShutDown = true;
    this.#pool.close();
    if (options.wait) yield* fromPromise(() => this.#pool.closed);
  }

  /** Cancels all jobs and ends the workers at once. The clean-up of jobs in them does not run. */
  close(): void {
    this.#isShutDown = true;
    this.#pool.abandon();
  }

  /** Returns the number of workers as text for errors and logs. */
  toString(): string {
    return `<WorkerExecutor maxWorkers=${this.#maxWorkers}${this.#isShutDown ? " shut down" : ""}>`;
  }
}

brand(WorkerExecutor, "WorkerExecutor");
disposable(WorkerExecutor, function (this: WorkerExecutor) {
  this.close();
});

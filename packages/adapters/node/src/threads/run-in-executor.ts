import { dispose, driverOf, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type EventLoop, Future, getEventLoop } from "@asyncio-ts/tasks";
import { defaultExecutorOf, isExecutor } from "./default-executor.ts";
import type { Executor } from "../executors/executor.ts";

/** The future of a job. Its cancellation reaches the executor. */
class JobFuture<T> extends Future<T> {
  /** Held until the job has settled or was cancelled. Null on a loop that owns its thread, because only the loop itself calls back. */
  readonly #hostWork: Disposable | null;
  #cancelJob: ((reason?: unknown) => void) | null = null;

  constructor(loop: EventLoop, executor: Executor<any>) {
    super({ loop });
    this.#hostWork = driverOf(loop).ownsThread ? null : loop.hostWork(`runInExecutor(${repr(executor)})`);
  }

  /** Submits the job. @throws the error of the executor, if it refuses the job */
  submit<J>(executor: Executor<J>, job: J): void {
    try {
      const cancelJob: unknown = executor.submit<T>(job, {
        result: (value) => this.#release() && this.setResult(value),
        error: (error) => this.#release() && this.setException(error),
        cancelled: () => this.#release() && super.cancel(),
      });
      if (typeof cancelJob !== "function") throw wrongArgument("runInExecutor", "a function of the executor's submit", cancelJob);
      if (!this.done()) this.#cancelJob = cancelJob as (reason?: unknown) => void;
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  override cancel(message?: string): boolean {
    const cancelled = super.cancel(message);
    const cancelJob = this.#cancelJob;
    this.#release();
    if (cancelled && cancelJob !== null) this.#callCancelJob(cancelJob, message);
    return cancelled;
  }

  #callCancelJob(cancelJob: (reason?: unknown) => void, reason: unknown): void {
    try {
      cancelJob(reason);
    } catch (exception) {
      this.getLoop().callExceptionHandler({ message: "Exception in the cancellation of a job of runInExecutor", exception, future: this });
    }
  }

  /** Releases the host work and the job. Returns whether the future can still be settled. */
  #release(): boolean {
    this.#cancelJob = null;
    this.#hostWork?.[dispose]();
    return !this.done() && !this.getLoop().isClosed();
  }
}

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

/** Submits a job to an executor. Returns its future on the given loop. */
export function submitTo<T, J>(loop: EventLoop, executor: Executor<J>, job: J): Future<T> {
  const future = new JobFuture<T>(loop, executor);
  future.submit(executor, job);
  return future;
}

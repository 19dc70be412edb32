import { dispose, driverOf, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type EventLoop, Future } from "@asyncio-ts/tasks";
import type { Executor } from "./executor.ts";

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

/** Returns whether a value has the methods of an executor. */
export function isExecutor(value: unknown): value is Executor<any> {
  const executor = value as Partial<Executor<any>> | null | undefined;
  return typeof executor?.submit === "function" && typeof executor.shutdown === "function";
}

/** Submits a job to an executor. Returns its future on the given loop. */
export function submitTo<T, J>(loop: EventLoop, executor: Executor<J>, job: J): Future<T> {
  const future = new JobFuture<T>(loop, executor);
  future.submit(executor, job);
  return future;
}

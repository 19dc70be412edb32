import type { Awaitable } from "@asyncio-ts/tasks";

/** Receives the end of a job from its executor: one call of one of the three. Later calls are ignored. */
export interface Settle<T> {
  /** The job has returned. */
  result(value: T): void;
  /** The job has thrown. */
  error(error: unknown): void;
  /** The job was cancelled, but not by its caller. */
  cancelled(): void;
}

/**
 * Runs jobs outside the loop: in other threads, in other processes, on other machines. `runInExecutor` makes futures of them.
 *
 * The type of a job is the executor's own. It calls back instead of returning promises, because these never settle while a loop
 * blocks its thread.
 *
 * Mirrors `concurrent.futures.Executor`.
 */
export interface Executor<J> {
  /**
   * Begins a job, and calls `settle` once when it has ended, from anywhere.
   *
   * @returns a function that cancels the job. It is called at most once, and `settle` may still be called afterwards
   * @throws Error if the executor was shut down
   */
  submit<T>(job: J, settle: Settle<T>): (reason?: unknown) => void;
  /** Accepts no more jobs, and frees the executor after the last one. With `wait`, returns when that has happened. */
  shutdown(options: { wait: boolean }): Awaitable<void>;
}

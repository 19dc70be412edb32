import { availableParallelism } from "node:os";
import { brand, checkMilliseconds, checkOptions, driverOf, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, type EventLoop, getEventLoop } from "@asyncio-ts/tasks";
import { checkSettle, type Executor, type Settle } from "@asyncio-ts/promise/lowlevel";
import { type JobPool, poolMakerOf } from "./job-pool.ts";
import { runOnLoop } from "./run-for-thread.ts";
import { sentJob, type ThreadJob } from "./thread-job.ts";
import { type PoolSettings, ThreadPool } from "./thread-pool.ts";

/** Milliseconds between the cancellation of a job and the end of its thread. */
const GRACE = 200;

/** The options of a `ThreadPoolExecutor`. */
export interface ThreadPoolOptions {
  /** The most threads; as many as the machine runs at once by default. */
  maxWorkers?: number | undefined;
  /** Milliseconds that a cancelled job has to clean up before its thread is ended; 200 by default. */
  grace?: number | undefined;
  /** The memory of each thread, as `worker_threads` takes it. */
  resourceLimits?: { maxOldGenerationSizeMb?: number; maxYoungGenerationSizeMb?: number; stackSizeMb?: number } | undefined;
}

/**
 * Runs jobs in other threads, each job alone in its thread. The threads are made when they are needed and end when they are idle.
 *
 * A job is named by its module and export. A coroutine function runs on a loop in its thread. A cancelled job gets CancelledError,
 * its `finally` blocks run, and after `grace` its thread is ended and replaced. Context variables do not cross threads.
 *
 * Mirrors `concurrent.futures.ThreadPoolExecutor`.
 *
 * @example
 * ```ts
 * import { runInExecutor, ThreadPoolExecutor } from "@asyncio-ts/node";
 * import { run } from "@asyncio-ts/tasks";
 *
 * const executor = new ThreadPoolExecutor({ maxWorkers: 2 });
 *
 * await run(function* () {
 *   const job = { url: "node:path", name: "basename", args: ["/tmp/a.txt"] };
 *   console.log(yield* runInExecutor(executor, job)); // prints a.txt
 *   yield* executor.shutdown({ wait: true });
 * });
 * ```
 */
export class ThreadPoolExecutor implements Executor<ThreadJob> {
  readonly #settings: PoolSettings;
  /** The pool of each loop that blocks its thread, and under null the pool of all others. */
  readonly #pools = new Map<EventLoop | null, JobPool>();
  #isShutDown = false;

  /** @throws TypeError if `maxWorkers` is no positive whole number, or `grace` no number of milliseconds */
  constructor(options: ThreadPoolOptions = {}) {
    checkOptions("ThreadPoolExecutor", options);
    const { maxWorkers = availableParallelism(), grace = GRACE, resourceLimits } = options;
    if (!Number.isSafeInteger(maxWorkers) || maxWorkers < 1) {
      throw wrongArgument("ThreadPoolExecutor", "a positive whole number of maxWorkers", maxWorkers);
    }
    checkMilliseconds("ThreadPoolExecutor", grace);
    this.#settings = { maxWorkers, grace, resourceLimits };
  }

  /**
   * Begins a job, or queues it until a thread is free. `runInExecutor` calls this.
   *
   * @throws TypeError if the job names no module by an absolute URL, or `settle` is missing
   * @throws Error if the executor was shut down, or on a loop that cannot wait for threads
   */
  submit<T>(job: ThreadJob, settle: Settle<T>): (reason?: unknown) => void {
    if (this.#isShutDown) throw new Error("ThreadPoolExecutor: cannot schedule new jobs after shutdown");
    const sent = sentJob("ThreadPoolExecutor", job);
    checkSettle("ThreadPoolExecutor", settle);
    const loop = getEventLoop();
    return this.#poolOf(loop).submit({
      job: sent,
      transfer: job.transfer ?? [],
      settle,
      runForThread: (asked, port) => void runOnLoop(loop, asked, port),
    });
  }

  /**
   * Accepts no more jobs. The threads end after the last job.
   *
   * Mirrors `concurrent.futures.Executor.shutdown`.
   *
   * @param options.wait whether to return only then; true by default
   */
  *shutdown(options: { wait?: boolean | undefined } = {}): Coroutine<void> {
    checkOptions("shutdown", options);
    const { wait = true } = options;
    this.#isShutDown = true;
    const loop = getEventLoop();
    const own = keyOf(loop);
    const closed = loop.createFuture<void>();
    const onClosed = () => void (closed.done() || loop.isClosed() || closed.setResult());
    // The pools of other loops can answer only while those run.
    for (const [key, pool] of this.#pools) pool.close(key === own ? onClosed : () => {});
    if (wait && this.#pools.has(own)) yield* closed;
  }

  /** @internal Cancels all jobs, and accepts no more. */
  _abandon(): void {
    this.#isShutDown = true;
    for (const pool of this.#pools.values()) pool.abandon();
  }

  #poolOf(loop: EventLoop): JobPool {
    const key = keyOf(loop);
    if (key === null) checkCanWait(loop);
    for (const other of this.#pools.keys()) if (other?.isClosed() === true) this.#pools.delete(other);
    let pool = this.#pools.get(key);
    if (pool === undefined) this.#pools.set(key, (pool = poolMakerOf(loop)?.(this.#settings) ?? localPool(this.#settings)));
    return pool;
  }

  /** Returns the number of threads as text for errors and logs. */
  toString(): string {
    return `<ThreadPoolExecutor maxWorkers=${this.#settings.maxWorkers}>`;
  }
}

brand(ThreadPoolExecutor, "ThreadPoolExecutor");

/** Returns the loop if it has pools of its own, else null. */
function keyOf(loop: EventLoop): EventLoop | null {
  return poolMakerOf(loop) === undefined ? null : loop;
}

function checkCanWait(loop: EventLoop): void {
  if (!driverOf(loop).ownsThread) return;
  throw new Error(
    `ThreadPoolExecutor: a loop that can wait for threads was expected, got ${loop}, which never lets them answer; ` +
      "use a HostVirtualLoop in tests, or a BlockingLoop",
  );
}

function localPool(settings: PoolSettings): JobPool {
  const pool = new ThreadPool(settings);
  return {
    submit: (submission) => pool.submit(submission),
    close: (closed) => void pool.close().then(closed),
    abandon: () => void pool.abandon(),
  };
}

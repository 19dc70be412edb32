/// <reference lib="esnext.disposable" preserve="true" />
import { randomUUID } from "node:crypto";
import { brand, checkOptions, disposable } from "@asyncio-ts/loop/lowlevel";
import type { Executor, Settle } from "@asyncio-ts/node";
import { fromPromise } from "@asyncio-ts/promise";
import { type Coroutine, getEventLoop } from "@asyncio-ts/tasks";
import { checkCanAwaitPromises } from "@asyncio-ts/tasks/lowlevel";
import type { QueueEvents } from "bullmq";
import { Cancellations } from "./cancellations.ts";
import { ErrorReports } from "./error-reports.ts";
import { type BullMQExecutorOptions, RETENTION } from "./executor-options.ts";
import type { BullMQJob } from "./job.ts";
import { checkJob } from "./job-checks.ts";
import { failureOf, lossOf } from "./job-outcome.ts";
import { checkQueue, positiveInteger, positiveTime } from "./option-checks.ts";
import { PendingJob } from "./pending-job.ts";
import { QueueLink } from "./queue-link.ts";
import { type JobEnds, Reconciler } from "./reconciler.ts";
import { Submissions } from "./submissions.ts";

/** Milliseconds in which `close` has Redis cancel the jobs. */
const CANCELLING = 5000;

/**
 * Runs jobs on the workers of a BullMQ queue. `serveJobs` makes such workers, in other processes and on other machines.
 *
 * Each future settles exactly once. The job itself runs **at least once**: it may run again when its worker dies or loses its
 * connection, and also after its future was cancelled. Its effects have to be idempotent.
 *
 * Cancelling a future removes its job, or cancels it where it runs. Jobs and results travel as JSON.
 *
 * @example
 * ```js
 * const executor = new BullMQExecutor("images", { connection: { port: 6379 } });
 * const size = yield* runInExecutor(executor, { name: "resize", args: ["cat.png", 300] });
 * ```
 */
export class BullMQExecutor implements Executor<BullMQJob>, Disposable {
  /** The name of the queue. */
  readonly queue: string;
  /** The jobs that have not ended, also those that are being cancelled. */
  readonly #jobs = new Map<string, PendingJob>();
  readonly #link: QueueLink;
  readonly #submissions: Submissions;
  readonly #cancellations: Cancellations;
  readonly #reconciler: Reconciler;
  #isAccepting = true;
  /** Whether `close` was called: a cancelled job is then forgotten once its worker was told. */
  #isClosing = false;
  #closed: Promise<void> | null = null;
  readonly #whenClosed: Promise<void>;
  #resolveClosed!: () => void;
  /** Begins to close, as `close` does, without waiting. */
  declare readonly [Symbol.dispose]: () => void;

  /**
   * @param queue the name of the queue
   * @param options BullMQ's options of a queue, of which `connection` is required, and the executor's own
   * @throws TypeError if `queue` is no name, or `connection` no object
   * @throws RangeError when a time or `maxEvents` is not a positive number
   */
  constructor(queue: string, options: BullMQExecutorOptions) {
    checkQueue("BullMQExecutor", queue, options);
    const { submitTimeout, reconcileInterval, maxEvents, onError, ...rest } = options;
    const timeout = positiveTime("BullMQExecutor", "submitTimeout", submitTimeout, 10_000);
    const interval = positiveTime("BullMQExecutor", "reconcileInterval", reconcileInterval, 1000);
    const linkOptions = {
      ...rest,
      maxEvents: positiveInteger("BullMQExecutor", "maxEvents", maxEvents, 100_000),
      defaultJobOptions: { ...RETENTION, ...rest.defaultJobOptions },
    };
    this.queue = queue;
    this.#whenClosed = new Promise((resolve) => (this.#resolveClosed = resolve));
    this.#link = new QueueLink(queue, linkOptions, new ErrorReports(`${this}`, onError), (events) => this.#listen(events));
    this.#submissions = new Submissions(this.#link, timeout, this.#onAdded, this.#onRefused);
    this.#cancellations = new Cancellations(this.#link, this.#onCancelled);
    this.#reconciler = new Reconciler(this.#link, this.#jobs, interval, this.#ends);
  }

  /** The number of jobs that have not ended, also those that are being cancelled. */
  get pending(): number {
    return this.#jobs.size;
  }

  /**
   * Submits a job. `runInExecutor` calls this.
   *
   * Jobs with the same `jobId` are one job, which is cancelled when the last of their futures is.
   *
   * @throws TypeError if `job` has no name, its arguments are no array of JSON, an option is of another type, or `settle` is missing
   * @throws Error if the executor was shut down, or on a loop that owns its thread, where Redis cannot answer
   */
  submit<T>(job: BullMQJob, settle: Settle<T>): (reason?: unknown) => void {
    checkJob("BullMQExecutor", job, settle);
    if (!this.#isAccepting) throw new Error("BullMQExecutor: cannot submit a job after the executor was shut down");
    checkCanAwaitPromises(getEventLoop());
    const id = job.options?.jobId ?? randomUUID();
    let pending = this.#jobs.get(id);
    if (pending === undefined) {
      pending = new PendingJob(id, job);
      this.#jobs.set(id, pending);
      this.#submissions.push(pending);
    }
    pending.join(settle, job.progress);
    return () => this.#leave(pending, settle);
  }

  /**
   * Accepts no more jobs, and closes once the submitted ones have ended.
   *
   * Mirrors `concurrent.futures.Executor.shutdown`.
   *
   * @param options.wait whether to wait for that; true by default
   */
  *shutdown(options: { wait?: boolean } = {}): Coroutine<void> {
    checkOptions("shutdown", options);
    const { wait = true } = options;
    this.#isAccepting = false;
    this.#closeIfIdle();
    if (wait) yield* fromPromise(() => this.#whenClosed);
  }

  /** Cancels all submitted jobs and closes the connections. Then the executor keeps no process alive. */
  *close(): Coroutine<void> {
    this.#beginClose();
    yield* fromPromise(() => this.#whenClosed);
  }

  /** Returns the state as text, for errors and logs. */
  toString(): string {
    return `<BullMQExecutor ${this.queue} pending=${this.#jobs.size}${this.#isAccepting ? "" : " shut down"}>`;
  }

  /** @internal */
  _beginClose(): void {
    this.#beginClose();
  }

  #beginClose(): void {
    this.#isAccepting = false;
    if (this.#isClosing) return;
    this.#isClosing = true;
    for (const job of this.#jobs.values()) {
      this.#cancel(job);
      job.settle((settle) => settle.cancelled());
    }
    this.#closeIfIdle();
    const timer = setTimeout(() => void (this.#closed ??= this.#close()), CANCELLING);
    void this.#whenClosed.then(() => clearTimeout(timer));
  }

  #closeIfIdle(): void {
    if (!this.#isAccepting && this.#jobs.size === 0) this.#closed ??= this.#close();
  }

  async #close(): Promise<void> {
    this.#reconciler.stop();
    await this.#link.close();
    this.#resolveClosed();
  }

  #listen(events: QueueEvents): void {
    events.on("completed", ({ jobId, returnvalue }) => this.#end(this.#jobs.get(jobId), (settle) => settle.result(returnvalue)));
    events.on("failed", ({ jobId, failedReason }) => {
      const job = this.#jobs.get(jobId);
      if (job !== undefined) this.#ends.failed(job, failedReason);
    });
    events.on("progress", ({ jobId, data }) => this.#jobs.get(jobId)?.report(data));
    // The job was there before, and may have ended.
    events.on("duplicated", ({ jobId }) => this.#askSoon(this.#jobs.get(jobId)));
  }

  readonly #onAdded = (job: PendingJob, id: string): void => {
    if (id !== job.id) this.#rename(job, id);
    if (job.cancelled) this.#cancellations.push(job);
    if (job.state === "ended") return;
    job.state = "added";
    job.checkedAt = performance.now();
  };

  /** Follows a job that BullMQ has deduplicated: it has the id of an earlier one. */
  #rename(job: PendingJob, id: string): void {
    this.#jobs.delete(job.id);
    job.id = id;
    const other = this.#jobs.get(id);
    if (other === undefined) return void this.#jobs.set(id, job);
    job.mergeInto(other);
    job.state = "ended";
  }

  readonly #onRefused = (job: PendingJob, error: unknown): void => {
    // Redis may still accept the job, after an outage. It is then cancelled.
    job.cancelled = true;
    this.#end(job, (settle) => settle.error(error));
  };

  #leave(job: PendingJob, settle: Settle<any>): void {
    if (job.leave(settle)) this.#cancel(job);
  }

  #cancel(job: PendingJob): void {
    job.cancelled = true;
    if (job.state === "queued") this.#forget(job);
    else if (job.state === "added") this.#cancellations.push(job);
  }

  readonly #onCancelled = (job: PendingJob, isGone: boolean): void => {
    if (isGone || this.#isClosing) this.#forget(job);
  };

  #end(job: PendingJob | undefined, outcome: (settle: Settle<any>) => void): void {
    if (job === undefined) return;
    this.#forget(job);
    job.settle(outcome);
  }

  #forget(job: PendingJob): void {
    job.state = "ended";
    if (this.#jobs.get(job.id) === job) this.#jobs.delete(job.id);
    this.#closeIfIdle();
  }

  #askSoon(job: PendingJob | undefined): void {
    if (job === undefined) return;
    job.checkedAt = 0;
    void this.#reconciler.check();
  }

  readonly #ends: JobEnds = {
    completed: (job, result) => this.#end(job, (settle) => settle.result(JSON.parse(result))),
    failed: (job, reason) => void this.#fail(job, reason),
    missing: (job) => this.#end(job, lossOf(job.id, job.name)),
    unfinished: (job) => job.cancelled && this.#cancellations.push(job),
  };

  /** Ends a failed job with the error that its worker has left in the job's data. */
  async #fail(job: PendingJob, reason: string): Promise<void> {
    if (job.cancelled) return this.#end(job, (settle) => settle.cancelled());
    try {
      const data = await this.#link.dataOf(job.id);
      this.#end(job, failureOf(job.id, job.name, reason, data));
    } catch (error) {
      // The reconciler asks again.
      this.#link.errors.report(error as Error);
    }
  }
}

brand(BullMQExecutor, "BullMQExecutor");
disposable(BullMQExecutor, function (this: BullMQExecutor) {
  this._beginClose();
});

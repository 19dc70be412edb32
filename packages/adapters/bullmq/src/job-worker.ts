/// <reference lib="esnext.disposable" preserve="true" />
import type { EventEmitter } from "node:events";
import { brand, disposable, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { fromPromise } from "@asyncio-ts/promise";
import { type Coroutine, type EventLoop, getEventLoop } from "@asyncio-ts/tasks";
import { type Job, QueueEvents, Worker, type WorkerOptions } from "bullmq";
import { closeWithin } from "./close-within.ts";
import { ErrorReports } from "./error-reports.ts";
import { cancelStreamOf, type JobData } from "./job.ts";
import { positive, positiveInteger, positiveTime } from "./option-checks.ts";
import { type Handlers, JobRun } from "./job-run.ts";
import type { JobWorkerOptions } from "./worker-options.ts";

/** The most cancellations that are kept for jobs that this worker may be about to get. */
const MOST_EARLY = 10_000;

/** Milliseconds for the end of the connections. */
const CLOSING = 2000;

/** Milliseconds for the clean-up of cancelled handlers. */
const CLEAN_UP = 5000;

/** The signals that may close a worker. */
const SIGNALS: ReadonlySet<unknown> = new Set(["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR2"]);

/** A worker of a queue, with coroutine functions as handlers. Returned by `serveJobs`. */
export class JobWorker implements Disposable {
  /** The name of the queue. */
  readonly queue: string;
  readonly #loop: EventLoop = getEventLoop();
  readonly #handlers: Handlers;
  readonly #grace: number;
  readonly #maxResultBytes: number;
  readonly #maxEvents: number;
  readonly #signals: NonNullable<JobWorkerOptions["signals"]>;
  readonly #errors: ErrorReports;
  readonly #worker: Worker<JobData>;
  readonly #cancels: QueueEvents;
  readonly #runs = new Map<string, JobRun>();
  /** Cancelled jobs that do not run here. The news of one may overtake the job itself. */
  readonly #cancelledEarly = new Set<string>();
  #isGraceOver = false;
  #closed: Promise<void> | null = null;
  readonly #whenClosed: Promise<void>;
  #resolveClosed!: () => void;
  /** Closes the worker, as `close` does. */
  declare readonly [Symbol.dispose]: () => void;

  /** @internal */
  constructor(queue: string, handlers: Handlers, options: JobWorkerOptions) {
    const { grace = 10_000, maxResultBytes, maxEvents, signals = ["SIGTERM"], onError, backend, ...rest } = options;
    checkNumbers(rest);
    checkSignals(signals);
    this.queue = queue;
    this.#handlers = handlers;
    this.#grace = grace === 0 ? 0 : positiveTime("serveJobs", "grace", grace, 0);
    this.#maxResultBytes = positive("serveJobs", "maxResultBytes", maxResultBytes, 1_048_576);
    this.#maxEvents = positiveInteger("serveJobs", "maxEvents", maxEvents, 100_000);
    this.#signals = signals;
    this.#errors = new ErrorReports(`${this}`, onError);
    this.#whenClosed = new Promise((resolve) => (this.#resolveClosed = resolve));
    const { connection, prefix } = rest;
    this.#worker = new Worker(
      queue,
      (job, token) => this.#process(job, token!),
      { ...rest, autorun: false } as WorkerOptions,
      backend as undefined,
    );
    this.#errors.listen(this.#worker);
    this.#worker.on("lockRenewalFailed", (ids) => {
      for (const id of ids) this.#runs.get(id)?.cancel("lost lock");
    });
    const eventOptions = { connection, ...(prefix === undefined ? {} : { prefix }) };
    this.#cancels = new QueueEvents(cancelStreamOf(queue), eventOptions, backend as undefined);
    this.#errors.listen(this.#cancels);
    (this.#cancels as EventEmitter).on("cancel", ({ target }: { target: string }) => this.#cancel(target));
    for (const signal of this.#signals) process.once(signal, this.#onSignal);
    this.#start().catch(this.#errors.report);
  }

  /** The number of jobs that run here now. */
  get running(): number {
    return this.#runs.size;
  }

  /**
   * Takes no more jobs, and closes once those that run here have ended.
   *
   * After `grace` milliseconds they are cancelled. When their clean-up has ended, they go back to the queue, and another worker
   * takes them at once.
   */
  close(): void {
    this.#closed ??= this.#close();
  }

  /** Waits until the worker is closed and its connections are freed. */
  *waitClosed(): Coroutine<void> {
    yield* fromPromise(() => this.#whenClosed);
  }

  /** Serves until the worker is closed, by `close` or by a signal. If it is cancelled, it closes the worker and waits for that. */
  *serveForever(): Coroutine<void> {
    try {
      yield* this.waitClosed();
    } finally {
      this.close();
      yield* this.waitClosed();
    }
  }

  /** Returns the state as text, for errors and logs. */
  toString(): string {
    return `<JobWorker ${this.queue} running=${this.running}${this.#closed === null ? "" : " closed"}>`;
  }

  async #start(): Promise<void> {
    await this.#worker.waitUntilReady();
    if (this.#closed !== null) return;
    const backend = this.#worker.getBackend();
    if ((await backend.getQueueMetaField("opts.maxLenEvents")) == null)
      await backend.setQueueMeta({ "opts.maxLenEvents": this.#maxEvents });
    if (this.#closed === null) await this.#worker.run();
  }

  async #process(job: Job<JobData>, token: string): Promise<unknown> {
    const run = new JobRun(job, token);
    const id = job.id!;
    this.#runs.set(id, run);
    if (this.#cancelledEarly.delete(id)) run.cancel("caller");
    // The run that the loop belonged to has ended without closing the worker.
    if (this.#loop.isClosed()) this.close();
    if (this.#isGraceOver || this.#loop.isClosed()) run.cancel("closing");
    try {
      return await run.run(this.#loop, this.#handlers, this.#maxResultBytes);
    } finally {
      if (this.#runs.get(id) === run) this.#runs.delete(id);
    }
  }

  #cancel(id: string): void {
    const run = this.#runs.get(id);
    if (run !== undefined) return run.cancel("caller");
    this.#cancelledEarly.add(id);
    if (this.#cancelledEarly.size > MOST_EARLY) this.#cancelledEarly.delete(this.#cancelledEarly.values().next().value!);
  }

  readonly #onSignal = (): void => this.close();

  async #close(): Promise<void> {
    for (const signal of this.#signals) process.removeListener(signal, this.#onSignal);
    const grace = setTimeout(() => {
      this.#isGraceOver = true;
      for (const run of this.#runs.values()) run.cancel("closing");
    }, this.#grace);
    await closeWithin(this.#grace + CLEAN_UP, this.#worker, () => this.#errors.outage !== null && this.#runs.size === 0);
    clearTimeout(grace);
    this.#errors.mute();
    await closeWithin(CLOSING, this.#cancels);
    this.#resolveClosed();
  }
}

/** Checks options of BullMQ. It refuses them itself, but only after it has connected, and leaves that connection open. */
function checkNumbers({ concurrency, drainDelay, lockDuration, maxStalledCount, stalledInterval }: JobWorkerOptions): void {
  positiveInteger("serveJobs", "concurrency", concurrency, 1);
  for (const [name, value] of Object.entries({ drainDelay, lockDuration, stalledInterval })) positive("serveJobs", name, value, 1);
  if (maxStalledCount !== 0) positive("serveJobs", "maxStalledCount", maxStalledCount, 1);
}

/** Checks the signals. Node refuses some names, and waits for ever for others. */
function checkSignals(signals: unknown): void {
  const isList = Array.isArray(signals) && signals.every((name) => SIGNALS.has(name));
  if (!isList) throw wrongArgument("serveJobs", `an array of ${[...SIGNALS].join(", ")} as signals`, signals);
}

brand(JobWorker, "JobWorker");
disposable(JobWorker, function (this: JobWorker) {
  this.close();
});

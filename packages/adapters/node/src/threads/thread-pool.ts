import { createRequire } from "node:module";
import { Piscina } from "piscina";
import { getEventLoop } from "@asyncio-ts/tasks";
import { PooledJob, type Submission } from "./pooled-job.ts";
import type { RunMessage } from "./thread-task.ts";

/** Milliseconds that an idle thread is kept, because a new one costs more than most jobs. */
const IDLE_TIMEOUT = 5_000;

/** The settings of a pool, which can be sent to another thread. */
export interface PoolSettings {
  readonly maxWorkers: number;
  readonly grace: number;
  readonly resourceLimits: object | undefined;
}

/**
 * The threads of one executor, made by piscina when they are needed.
 *
 * Jobs that find no free thread wait here and not in piscina, so that their arguments are copied late, and a cancelled one leaves at once.
 */
export class ThreadPool {
  readonly #settings: PoolSettings;
  readonly #pool: Piscina;
  readonly #queued = new Set<PooledJob>();
  readonly #running = new Map<number, PooledJob>();
  #jobs = 0;
  #isClosing = false;
  readonly #closed: Promise<void>;
  #markClosed!: () => void;

  constructor(settings: PoolSettings) {
    this.#settings = settings;
    const { maxWorkers: maxThreads, resourceLimits } = settings;
    const filename = createRequire(import.meta.url).resolve("#thread-entry");
    this.#pool = new Piscina({
      filename,
      minThreads: 0,
      maxThreads,
      idleTimeout: IDLE_TIMEOUT,
      // Otherwise a thread sleeps between jobs, and what earlier jobs have left running stands still.
      atomics: "disabled",
      recordTiming: false,
      ...(resourceLimits === undefined ? {} : { resourceLimits }),
    });
    this.#pool.on("error", report);
    this.#pool.on("message", (message: RunMessage) => this.#runForThread(message));
    this.#closed = new Promise((resolve) => (this.#markClosed = resolve));
  }

  /** Begins a job, or queues it until a thread is free. Returns a function that cancels it. */
  submit(submission: Submission): (reason?: unknown) => void {
    const pooled = new PooledJob(++this.#jobs, submission);
    if (this.#running.size < this.#settings.maxWorkers) void this.#run(pooled);
    else this.#queued.add(pooled);
    return (reason) => this.#cancel(pooled, typeof reason === "string" ? reason : undefined);
  }

  /** Accepts no more jobs. Returns when the last one has ended and the threads are gone. */
  close(): Promise<void> {
    this.#isClosing = true;
    this.#closeIfEmpty();
    return this.#closed;
  }

  /** Cancels all jobs, and closes the pool. */
  abandon(): Promise<void> {
    for (const job of [...this.#queued, ...this.#running.values()]) this.#cancel(job, undefined);
    return this.close();
  }

  async #run(job: PooledJob): Promise<void> {
    this.#running.set(job.id, job);
    await job.run(this.#pool);
    this.#running.delete(job.id);
    const [next] = this.#queued;
    if (next === undefined) return this.#closeIfEmpty();
    this.#queued.delete(next);
    void this.#run(next);
  }

  #cancel(job: PooledJob, message: string | undefined): void {
    if (this.#queued.delete(job)) job.drop();
    else if (this.#running.has(job.id)) job.cancel(message, this.#settings.grace);
  }

  #runForThread({ runFor, job, port }: RunMessage): void {
    const pooled = this.#running.get(runFor);
    if (pooled === undefined) port.close();
    else pooled.runForThread(job, port);
  }

  #closeIfEmpty(): void {
    if (this.#isClosing && this.#running.size === 0) void this.#pool.destroy().then(this.#markClosed);
  }
}

/** Reports an uncaught error in an idle thread, which has ended by it. */
function report(exception: Error): void {
  // The answer of a job that was ended at the same moment. Piscina has already rejected that job.
  if (exception.message.startsWith("Unexpected message from Worker")) return;
  const message = "A thread of a ThreadPoolExecutor has ended by an uncaught error of an earlier job";
  getEventLoop().callExceptionHandler({ message, exception });
}

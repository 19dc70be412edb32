import { BrokenExecutor, messageOf } from "@asyncio-ts/promise/lowlevel";
import { PooledWorker, type WorkerObserver } from "./pooled-worker.ts";
import type { SubmittedJob } from "./worker-job.ts";

/** The settings of a pool. */
export interface PoolSettings {
  readonly maxWorkers: number;
  readonly grace: number;
  readonly startTimeout: number;
}

/** The workers of one executor, made when they are needed, and the jobs that wait for one. */
export class WorkerPool implements WorkerObserver {
  readonly #create: () => Worker;
  readonly #settings: PoolSettings;
  readonly #queued = new Set<SubmittedJob>();
  readonly #workers = new Set<PooledWorker>();
  #isClosing = false;
  /** Resolves when the last job has ended and the workers are gone. */
  readonly closed: Promise<void>;
  #resolveClosed!: () => void;

  constructor(create: () => Worker, settings: PoolSettings) {
    this.#create = create;
    this.#settings = settings;
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
  }

  /** Begins a job, or queues it until a worker is free. */
  submit(job: SubmittedJob): void {
    this.#queued.add(job);
    this.#work();
  }

  /** Cancels a job. It leaves the queue at once. In a worker it has the time of grace to clean up. */
  cancel(job: SubmittedJob, message: string | undefined): void {
    if (this.#queued.delete(job)) return this.#work();
    const worker = [...this.#workers].find((other) => other.job === job);
    worker?.cancel(message, this.#settings.grace);
  }

  /** Ends the workers when the last job has ended. */
  close(): void {
    this.#isClosing = true;
    this.#work();
  }

  /** Cancels all jobs, and ends the workers at once. */
  abandon(): void {
    this.#isClosing = true;
    for (const { settle } of this.#queued) settle.cancelled();
    this.#queued.clear();
    for (const worker of this.#workers) worker.end(null);
    this.#work();
  }

  free(worker: PooledWorker): void {
    this.#work();
    if (worker.isIdle) worker.endIfIdle();
  }

  ended(worker: PooledWorker, error: unknown): void {
    this.#workers.delete(worker);
    if (error !== null) this.#failFirst(error);
    this.#work();
  }

  /** Gives queued jobs to idle workers, and starts as many workers as the others need. */
  #work(): void {
    for (const worker of this.#workers) {
      for (const job of this.#queued) {
        if (!worker.isIdle) break;
        this.#queued.delete(job);
        worker.run(job);
      }
    }
    let starting = [...this.#workers].filter(({ isIdle, job }) => !isIdle && job === null).length;
    while (starting < this.#queued.size && this.#workers.size < this.#settings.maxWorkers) if (this.#start()) starting++;
    if (this.#isClosing && this.#queued.size === 0) this.#endIdle();
  }

  /** Starts a worker. Returns false if it cannot even be created. */
  #start(): boolean {
    try {
      this.#workers.add(new PooledWorker(this, this.#create, this.#settings.startTimeout));
      return true;
    } catch (cause) {
      this.#failFirst(new BrokenExecutor(`WorkerExecutor: the worker cannot start: ${messageOf(cause)}`, { cause }));
      return false;
    }
  }

  /** Fails the job that has waited longest, for which a worker could not start. The next job gets a worker of its own. */
  #failFirst(error: unknown): void {
    const [job] = this.#queued;
    if (job === undefined) return;
    this.#queued.delete(job);
    job.settle.error(error);
  }

  #endIdle(): void {
    for (const worker of this.#workers) if (worker.job === null) worker.end(null);
    if (this.#workers.size === 0) this.#resolveClosed();
  }
}

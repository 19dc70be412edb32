import { repr } from "@asyncio-ts/loop/lowlevel";
import { TimeoutError } from "@asyncio-ts/tasks";
import { isConnectionError } from "./connection-error.ts";
import { isJson } from "./job.ts";
import type { PendingJob } from "./pending-job.ts";
import type { QueueLink } from "./queue-link.ts";

/** The most jobs of one command. More would keep the thread from reading events for long. */
const PAGE = 500;

/** Milliseconds between two attempts in an outage. */
const PAUSE = 100;

/** Adds jobs to the queue. Those that are submitted in one slice of the loop go together. */
export class Submissions {
  readonly #link: QueueLink;
  readonly #timeout: number;
  /** Receives each job that Redis has accepted, with the id that it has there. */
  readonly #onAdded: (job: PendingJob, id: string) => void;
  /** Receives each job that Redis has refused or not accepted in time. */
  readonly #onFailed: (job: PendingJob, error: unknown) => void;
  #batch: PendingJob[] = [];

  constructor(
    link: QueueLink,
    timeout: number,
    onAdded: (job: PendingJob, id: string) => void,
    onFailed: (job: PendingJob, error: unknown) => void,
  ) {
    this.#link = link;
    this.#timeout = timeout;
    this.#onAdded = onAdded;
    this.#onFailed = onFailed;
  }

  push(job: PendingJob): void {
    if (this.#batch.push(job) === 1) queueMicrotask(() => void this.#flush());
  }

  async #flush(): Promise<void> {
    // Cancelled before they were sent, the others are gone already.
    const jobs = this.#batch.filter(({ state }) => state === "queued");
    this.#batch = [];
    for (const job of jobs) job.state = "adding";
    // Begins anew at each page: a long batch is no outage.
    const timer = setTimeout(() => this.#expire(jobs), this.#timeout);
    try {
      await this.#link.ready;
      for (let start = 0; start < jobs.length; start += PAGE) {
        await this.#addPage(jobs.slice(start, start + PAGE));
        timer.refresh();
      }
    } catch (error) {
      for (const job of jobs) if (job.state === "adding") this.#onFailed(job, error);
    } finally {
      clearTimeout(timer);
    }
  }

  async #addPage(jobs: PendingJob[]): Promise<void> {
    // BullMQ's `addBulk` is a transaction, which takes longer than the one command of `add`.
    if (jobs.length === 1) return this.#addOne(jobs[0]!);
    try {
      const added = await this.#link.queue.addBulk(
        jobs.map(({ id, name, data, options }) => ({ name, data, opts: { ...options, jobId: id } })),
      );
      for (const [index, job] of jobs.entries()) this.#onAdded(job, added[index]!.id!);
    } catch {
      // One bad job fails the whole command, perhaps after others were added. Adding again under the same id changes nothing.
      await Promise.all(jobs.map((job) => this.#addOne(job)));
    }
  }

  async #addOne(job: PendingJob): Promise<void> {
    for (;;) {
      try {
        const { id } = await this.#link.queue.add(job.name, job.data, { ...job.options, jobId: job.id });
        return this.#onAdded(job, id!);
      } catch (error) {
        if (!isConnectionError(error) || job.state !== "adding" || this.#link.isClosed)
          return this.#onFailed(job, withArguments(job, error));
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    }
  }

  #expire(jobs: PendingJob[]): void {
    const { queue, errors } = this.#link;
    const late = jobs.filter(({ state }) => state === "adding");
    for (const job of late) {
      const text = `BullMQExecutor: Redis did not accept job ${job.name} of queue ${queue.name} within ${this.#timeout} ms; is it reachable?`;
      this.#onFailed(job, new TimeoutError(text, { cause: errors.outage ?? undefined } as ErrorOptions));
    }
  }
}

/** Returns the error of a job that could not be added, with a hint at arguments that are no JSON. */
function withArguments({ name, data }: PendingJob, error: unknown): unknown {
  const index = data.$args.findIndex((value) => value !== undefined && !isJson(value));
  if (index === -1) return error;
  return new TypeError(`BullMQExecutor: JSON was expected as argument ${index + 1} of job ${name}, got ${repr(data.$args[index])}`, {
    cause: error,
  });
}

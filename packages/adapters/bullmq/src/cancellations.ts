import type { JobData } from "./job.ts";
import type { PendingJob } from "./pending-job.ts";
import type { QueueLink } from "./queue-link.ts";

/** The most jobs that are cancelled at once. */
const PAGE = 200;

/** Cancels jobs in Redis. Waiting jobs are removed. Running ones are marked, for a retry, and their workers are told. */
export class Cancellations {
  readonly #link: QueueLink;
  /** Receives each job that was cancelled, and whether it is gone already. */
  readonly #onCancelled: (job: PendingJob, isGone: boolean) => void;
  #batch = new Set<PendingJob>();

  constructor(link: QueueLink, onCancelled: (job: PendingJob, isGone: boolean) => void) {
    this.#link = link;
    this.#onCancelled = onCancelled;
  }

  push(job: PendingJob): void {
    this.#batch.add(job);
    if (this.#batch.size === 1) queueMicrotask(() => void this.#flush());
  }

  async #flush(): Promise<void> {
    const jobs = [...this.#batch];
    this.#batch = new Set();
    for (let start = 0; start < jobs.length; start += PAGE) {
      await Promise.all(jobs.slice(start, start + PAGE).map((job) => this.#cancel(job)));
    }
  }

  async #cancel(job: PendingJob): Promise<void> {
    const { queue, errors } = this.#link;
    try {
      const isGone = (await queue.remove(job.id)) === 1;
      if (!isGone) {
        const data: JobData = { ...((await this.#link.dataOf(job.id)) ?? job.data), $cancelled: true };
        // Must come before the event: if the worker dies in between, the retry must not run.
        await queue.getBackend().updateData({ id: job.id } as never, data);
        await this.#link.publishCancel(job.id);
      }
      this.#onCancelled(job, isGone);
    } catch (error) {
      // The reconciler tries again.
      errors.report(error as Error);
    }
  }
}

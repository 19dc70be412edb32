import type { Settle } from "@asyncio-ts/node";
import type { JobsOptions } from "bullmq";
import type { BullMQJob, JobData } from "./job.ts";
import type { JobProgress } from "./job-progress.ts";

/**
 * A job that its executor has not seen end.
 *
 *     queued ──▶ adding ──▶ added ──▶ ended
 *
 * Jobs submitted twice under one id are one pending job with two waiters.
 */
export class PendingJob {
  readonly name: string;
  readonly data: JobData;
  readonly options: JobsOptions;
  /** The id in BullMQ. Deduplication may replace it when the job is added. */
  id: string;
  state: "queued" | "adding" | "added" | "ended" = "queued";
  /** Whether no future waits for the job any more, and it is to be cancelled. */
  cancelled = false;
  /** When the reconciler last asked for the job's state, by `performance.now()`. */
  checkedAt = 0;
  /** Whether Redis did not have the job at that time. Its last event may still be on its way. */
  missing = false;
  readonly #waiters = new Map<Settle<any>, JobProgress | undefined>();

  constructor(id: string, { name, args = [], options = {} }: BullMQJob) {
    this.id = id;
    this.name = name;
    this.data = { $args: args };
    this.options = options;
  }

  join(settle: Settle<any>, progress: JobProgress | undefined): void {
    this.#waiters.set(settle, progress);
  }

  /** Removes a cancelled waiter. Returns whether it was the last one. */
  leave(settle: Settle<any>): boolean {
    this.#waiters.get(settle)?._end();
    this.#waiters.delete(settle);
    return this.#waiters.size === 0;
  }

  /** Moves the waiters to another pending job of the same id. */
  mergeInto(other: PendingJob): void {
    for (const [settle, progress] of this.#waiters) other.join(settle, progress);
    this.#waiters.clear();
  }

  report(progress: unknown): void {
    for (const source of this.#waiters.values()) source?._report(progress);
  }

  /** Settles all waiters. Only the first call has an effect. */
  settle(outcome: (settle: Settle<any>) => void): void {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const [settle, progress] of waiters) {
      progress?._end();
      outcome(settle);
    }
  }
}

import type { PendingJob } from "./pending-job.ts";
import type { QueueLink } from "./queue-link.ts";

/** The most jobs of one question. */
const PAGE = 1000;

/** The end of a job, as Redis has it. */
export interface JobEnds {
  completed(job: PendingJob, result: string): void;
  failed(job: PendingJob, reason: string): void;
  missing(job: PendingJob): void;
  /** The job has not ended. A cancellation of it may have been missed. */
  unfinished(job: PendingJob): void;
}

/**
 * Asks Redis for the ends of jobs of which no event came.
 *
 * Events are missed whenever the stream is trimmed faster than it is read, so a future that relied on them alone could hang.
 */
export class Reconciler {
  readonly #link: QueueLink;
  /** The pending jobs, those not checked for the longest time first. */
  readonly #jobs: Map<string, PendingJob>;
  readonly #interval: number;
  readonly #ends: JobEnds;
  readonly #timer: ReturnType<typeof setInterval>;
  #isBusy = false;

  /** @param interval milliseconds */
  constructor(link: QueueLink, jobs: Map<string, PendingJob>, interval: number, ends: JobEnds) {
    this.#link = link;
    this.#jobs = jobs;
    this.#interval = interval;
    this.#ends = ends;
    this.#timer = setInterval(() => void this.check(), interval);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Checks a page of jobs, and the next one as long as ends are found. */
  async check(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      for (;;) {
        const page = this.#oldest();
        if (page.length === 0 || (await this.#checkPage(page)) === 0) return;
      }
    } catch (error) {
      this.#link.errors.report(error as Error);
    } finally {
      this.#isBusy = false;
    }
  }

  #oldest(): PendingJob[] {
    const page: PendingJob[] = [];
    const now = performance.now();
    for (const job of this.#jobs.values()) {
      if (job.state === "added" && now - job.checkedAt >= this.#interval) page.push(job);
      if (page.length === PAGE) break;
    }
    return page;
  }

  /** Returns the number of jobs that had ended. */
  async #checkPage(page: PendingJob[]): Promise<number> {
    const ends = await this.#link.ends(page.map(({ id }) => id));
    let found = 0;
    for (const [index, job] of page.entries()) {
      if (job.state === "ended") continue;
      const [status, value] = ends[index]!;
      if (status === 1) this.#ends.completed(job, value ?? "null");
      else if (status === 2) this.#ends.failed(job, value ?? "");
      else if (status === -1 && job.missing) this.#ends.missing(job);
      else {
        this.#postpone(job, status === -1);
        if (status === 0) this.#ends.unfinished(job);
        continue;
      }
      found++;
    }
    return found;
  }

  /** Moves a job to the end of the line. One that is missing gets a second chance: its last event may be unread. */
  #postpone(job: PendingJob, missing: boolean): void {
    job.missing = missing;
    job.checkedAt = performance.now();
    this.#jobs.delete(job.id);
    this.#jobs.set(job.id, job);
  }
}

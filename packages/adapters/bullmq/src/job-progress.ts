import type { Coroutine } from "@asyncio-ts/tasks";
import { BufferOverflowError, type BufferOptions, Inbox } from "@asyncio-ts/sync/lowlevel";
import { brand, checkOptions } from "@asyncio-ts/loop/lowlevel";

/**
 * The progress of a job as a source for `forEach` and `iterate`. It ends with the job.
 *
 * If the reader falls behind, the oldest values are dropped, unless `overflow` says otherwise.
 */
export class JobProgress<T = any> extends Inbox<T> {
  /**
   * @param options.buffer the maximum number of unread values; 1,024 by default
   * @param options.overflow the treatment of a value that finds the buffer full; `"dropOldest"` by default
   * @throws TypeError if `options` is no object
   * @throws RangeError when an option is invalid
   */
  constructor(options: BufferOptions = {}) {
    checkOptions("JobProgress", options);
    super("JobProgress", { overflow: "dropOldest", ...options });
  }

  /** Drops unread values, and ignores later ones. The job runs on. */
  override *return(): Coroutine<void> {
    this.discard();
  }

  /** @internal */
  _report(value: T): void {
    if (this.ended || this.push(value)) return;
    const advice = "read faster, raise `buffer`, or choose which values to drop with `overflow`";
    this.fail(new BufferOverflowError(`JobProgress: the progress overflowed its buffer of ${this.capacity} values; ${advice}`));
  }

  /** @internal */
  _end(): void {
    if (!this.ended) this.end();
  }

  /** Returns the state as text, for errors and logs. */
  override toString(): string {
    return `<JobProgress waiting=${this.size}${this.ended ? " ended" : ""}>`;
  }
}

brand(JobProgress, "JobProgress");

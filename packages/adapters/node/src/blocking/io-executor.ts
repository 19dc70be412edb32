import type { Coroutine } from "@asyncio-ts/tasks";
import type { Executor, Settle } from "@asyncio-ts/promise/lowlevel";
import { jobText, sentJob, type ThreadJob } from "../threads/thread-job.ts";
import type { BlockingDriver } from "./blocking-driver.ts";

/** Runs jobs in the I/O thread itself, all of them at once on its event loop. */
export class IoExecutor implements Executor<ThreadJob> {
  readonly #driver: BlockingDriver;

  constructor(driver: BlockingDriver) {
    this.#driver = driver;
  }

  submit<T>(job: ThreadJob, settle: Settle<T>): (reason?: unknown) => void {
    const sent = sentJob("BlockingLoop.io", job);
    return this.#driver.thread.call(jobText(sent), "call", [sent], job.transfer ?? [], settle);
  }

  /** The thread belongs to its loop, which ends it. */
  *shutdown(): Coroutine<void> {}

  toString(): string {
    return "<I/O thread>";
  }
}

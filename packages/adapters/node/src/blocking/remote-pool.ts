import type { JobPool } from "../threads/job-pool.ts";
import { jobText } from "../threads/thread-job.ts";
import type { PoolSettings } from "../threads/thread-pool.ts";
import type { BlockingDriver } from "./blocking-driver.ts";

let poolIds = 0;

/** Returns a pool of threads that the I/O thread keeps, because only it can hear of their answers. */
export function remotePool(driver: BlockingDriver, settings: PoolSettings): JobPool {
  const id = ++poolIds;
  return {
    submit: ({ job, transfer, settle }) => driver.thread.call(jobText(job), "submit", [id, settings, job, transfer], transfer, settle),
    close: (closed) => {
      driver.thread.call("shutdown", "closePool", [id], [], { result: closed, error: closed, cancelled: closed });
    },
    // The I/O thread abandons its pools when its loop closes it.
    abandon: () => {},
  };
}

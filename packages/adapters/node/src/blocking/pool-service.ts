import { CancelledError } from "@asyncio-ts/tasks";
import type { JobControl, Settle } from "@asyncio-ts/promise/lowlevel";
import { refuseToRun } from "../threads/run-for-thread.ts";
import type { SentJob } from "../threads/thread-job.ts";
import { type PoolSettings, ThreadPool } from "../threads/thread-pool.ts";

/** The pools of the executors that the blocked thread uses. */
const pools = new Map<number, ThreadPool>();

/** Runs a job in a pool, which the first job makes. */
export function submit(
  { signal, transfer }: JobControl,
  id: number,
  settings: PoolSettings,
  job: SentJob,
  moved: readonly object[],
): Promise<unknown> {
  let pool = pools.get(id);
  if (pool === undefined) pools.set(id, (pool = new ThreadPool(settings)));
  return new Promise((resolve, reject) => {
    const settle: Settle<unknown> = {
      result(value) {
        // This thread has the only reference, so the bytes may move on.
        if (ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer) transfer.push(value.buffer);
        resolve(value);
      },
      error: reject,
      cancelled: () => reject(new CancelledError()),
    };
    const cancel = pool.submit({ job, transfer: moved, settle, runForThread: refuseToRun });
    signal.addEventListener("abort", () => cancel((signal.reason as Error).message));
  });
}

/** Closes a pool. Returns when its threads are gone. */
export async function closePool(_: JobControl, id: number): Promise<void> {
  await pools.get(id)?.close();
}

/** Cancels the jobs of all pools. */
export function abandonPools(): void {
  for (const pool of pools.values()) void pool.abandon();
}

import { shared } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "@asyncio-ts/tasks";
import type { Submission } from "./pooled-job.ts";
import type { PoolSettings } from "./thread-pool.ts";

/** The pool of one executor, as seen from one loop: threads of its own, or those that another thread keeps for it. */
export interface JobPool {
  /** Begins a job, or queues it. Returns a function that cancels it. */
  submit(submission: Submission): (reason?: unknown) => void;
  /** Accepts no more jobs. Calls back when the last one has ended and the threads are gone. */
  close(closed: () => void): void;
  /** Cancels all jobs, and closes the pool. */
  abandon(): void;
}

/** Makes the pool of an executor for a loop that cannot be called back by this thread's own. */
export type MakePool = (settings: PoolSettings) => JobPool;

const makers = shared("thread pools", () => new WeakMap<EventLoop, MakePool>());

/** Has executors ask `make` for their pools on this loop, because its thread is blocked while threads answer. */
export function providePools(loop: EventLoop, make: MakePool): void {
  makers.set(loop, make);
}

/** Returns the function that makes pools for a loop; undefined if threads can answer it directly. */
export function poolMakerOf(loop: EventLoop): MakePool | undefined {
  return makers.get(loop);
}

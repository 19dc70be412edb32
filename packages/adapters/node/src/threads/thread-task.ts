import type { MessagePort } from "node:worker_threads";
import { shared } from "@asyncio-ts/loop/lowlevel";
import type { SentJob } from "./thread-job.ts";

/** A job in its thread, and the port to its caller. The port takes one message, the cancellation, and sends one, the answer. */
export interface ThreadTask {
  /** The number of the job in its pool. */
  readonly id: number;
  readonly job: SentJob;
  readonly port: MessagePort;
}

/** The message that cancels a job. */
export interface CancelMessage {
  readonly cancel: string | undefined;
}

/** The message of a job that has its loop run a coroutine. It takes the answer from the port. */
export interface RunMessage {
  /** The number of the job that asks. */
  readonly runFor: number;
  readonly job: SentJob;
  readonly port: MessagePort;
}

/** The job of this thread; null between jobs, and in threads that belong to no executor. */
export const currentJob: { id: number | null } = shared("thread job", () => ({ id: null }));

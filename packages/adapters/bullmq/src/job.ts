import type { EncodedThrown } from "@asyncio-ts/node/lowlevel";
import type { JobsOptions } from "bullmq";
import type { JobProgress } from "./job-progress.ts";

/** A job of a `BullMQExecutor`: the name of a function in the module that the workers serve, and its arguments. */
export interface BullMQJob {
  /** The name of the function. */
  readonly name: string;
  /** The arguments, as JSON. */
  readonly args?: readonly unknown[] | undefined;
  /** BullMQ's own options: `jobId`, `delay`, `priority`, `attempts`, `backoff`, `removeOnComplete` … */
  readonly options?: JobsOptions | undefined;
  /** Receives the progress that the function reports. */
  readonly progress?: JobProgress<any> | undefined;
}

/** The data of a job in Redis. */
export interface JobData {
  readonly $args: readonly unknown[];
  /** Survives the death of a worker: a retry sees it and does not run. */
  readonly $cancelled?: true;
  /** The error of the latest attempt, because BullMQ keeps only its message. */
  readonly $error?: { readonly reason: string; readonly thrown: EncodedThrown };
}

/** The reason with which BullMQ records a cancelled job as failed. */
export const CANCELLED = "cancelled";

/** Returns the name of the stream that carries cancellations to the workers of a queue. The queue's own stream would flood them. */
export function cancelStreamOf(queue: string): string {
  return `${queue}.cancel`;
}

/** Returns whether a value survives JSON, at least in part. */
export function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

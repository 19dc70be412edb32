import type { Settle } from "@asyncio-ts/node";
import { decodeThrown } from "@asyncio-ts/node/lowlevel";
import { CancelledError } from "@asyncio-ts/tasks";
import { CANCELLED, type JobData } from "./job.ts";
import { JobError } from "./job-error.ts";

/** The beginning of BullMQ's reasons for jobs that it gave up by itself. */
const STALLED = /^job (?:stalled|started) more than allowable limit/;

/** Returns the outcome of a failed job, from BullMQ's reason and from the data in Redis, where the worker left the error. */
export function failureOf(id: string, name: string, reason: string, data: JobData | undefined): (settle: Settle<any>) => void {
  if (reason === CANCELLED) return (settle) => settle.cancelled();
  const error = errorOf(id, name, reason, data);
  return error instanceof CancelledError ? (settle) => settle.cancelled() : (settle) => settle.error(error);
}

function errorOf(id: string, name: string, reason: string, data: JobData | undefined): unknown {
  // An error of an earlier attempt may be there as well.
  if (data?.$error?.reason === reason) return decodeThrown(data.$error.thrown);
  if (STALLED.test(reason)) return new JobError("ERR_JOB_STALLED", id, `${name}: ${reason}; its workers died or blocked their threads`);
  return new JobError("ERR_JOB_FAILED", id, `${name}: ${reason}`);
}

/** Returns the outcome of a job that Redis does not have. */
export function lossOf(id: string, name: string): (settle: Settle<any>) => void {
  const hint = "Redis lost its data, or the job was removed before its result was read; is removeOnComplete too small?";
  return (settle) => settle.error(new JobError("ERR_JOB_LOST", id, `${name}: job lost: ${hint}`));
}

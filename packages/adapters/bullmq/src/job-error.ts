import { brand } from "@asyncio-ts/loop/lowlevel";
import { registerErrorClass } from "@asyncio-ts/node/lowlevel";

/**
 * The reason of a JobError:
 *
 * - `"ERR_JOB_LOST"`: Redis no longer has the job, so its result is unknown
 * - `"ERR_JOB_STALLED"`: workers that ran the job died or lost its lock more often than `maxStalledCount` allows
 * - `"ERR_JOB_FAILED"`: a worker that is not of this package failed the job
 * - `"ERR_JOB_RESULT"`: the result is too large, or it is no JSON
 * - `"ERR_JOB_UNKNOWN"`: the module of the worker has no function of that name
 */
export type JobErrorCode = "ERR_JOB_LOST" | "ERR_JOB_STALLED" | "ERR_JOB_FAILED" | "ERR_JOB_RESULT" | "ERR_JOB_UNKNOWN";

/** The error of a job that ended otherwise than by its function. */
export class JobError extends Error {
  /** The reason, for programs. */
  readonly code: JobErrorCode;
  /** The id of the job in BullMQ. */
  readonly jobId: string;

  constructor(code: JobErrorCode, jobId: string, message: string) {
    super(message);
    this.code = code;
    this.jobId = jobId;
  }
}

brand(JobError, "JobError");
registerErrorClass("JobError", JobError);

import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Settle } from "@asyncio-ts/node";
import { checkSettle } from "@asyncio-ts/node/lowlevel";
import type { BullMQJob } from "./job.ts";
import { JobProgress } from "./job-progress.ts";

/**
 * Checks a job before it is submitted.
 *
 * @throws TypeError if it has no name, its arguments are no array of JSON, an option is of another type, or `settle` is missing
 */
export function checkJob(caller: string, job: BullMQJob, settle: Settle<any>): void {
  if (typeof job?.name !== "string" || job.name === "") throw wrongArgument(caller, "a job with a name", job);
  const { name, args = [], options = {}, progress } = job;
  if (!Array.isArray(args)) throw wrongArgument(caller, `an array as args of job ${name}`, args);
  // JSON would turn these into null. Redis refuses the other values that are no JSON.
  const index = args.findIndex((value) => typeof value === "function" || typeof value === "symbol");
  if (index !== -1) throw wrongArgument(caller, `JSON as argument ${index + 1} of job ${name}`, args[index]);
  if (typeof options !== "object" || options === null) throw wrongArgument(caller, `an object as options of job ${name}`, options);
  const { jobId } = options;
  // BullMQ would ignore an empty id, and jobs without an id would be one job.
  if (jobId !== undefined && (typeof jobId !== "string" || jobId === ""))
    throw wrongArgument(caller, `a text as jobId of job ${name}`, jobId);
  if (progress !== undefined && !(progress instanceof JobProgress))
    throw wrongArgument(caller, `a JobProgress as progress of job ${name}`, progress);
  checkSettle(caller, settle);
}

import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { checkSettle, type Settle } from "@asyncio-ts/promise/lowlevel";

/** A job for a worker: a function of the module that the worker serves, by name, because functions cannot be sent. */
export interface WorkerJob {
  /** The name of the function: a plain one, an async one or a coroutine function. */
  readonly name: string;
  /** The arguments. They are copied, as `structuredClone` does. */
  readonly args?: readonly unknown[] | undefined;
  /** The parts of the arguments that move to the worker instead of being copied, such as ArrayBuffers. */
  readonly transfer?: readonly Transferable[] | undefined;
}

/** A job that waits for a worker, or runs in one. */
export interface SubmittedJob {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly transfer: readonly Transferable[];
  readonly settle: Settle<any>;
}

/** Checks a job. @throws TypeError if it has no name, its lists are no arrays, or `settle` is missing */
export function submitted(caller: string, job: WorkerJob, settle: Settle<any>): SubmittedJob {
  if (typeof job !== "object" || job === null) throw wrongArgument(caller, "a job { name, args? }", job);
  const { name, args = [], transfer = [] } = job;
  if (typeof name !== "string") throw wrongArgument(caller, "the name of a function", name);
  if (!Array.isArray(args)) throw wrongArgument(caller, "an array of arguments", args);
  if (!Array.isArray(transfer)) throw wrongArgument(caller, "an array of objects to transfer", transfer);
  checkSettle(caller, settle);
  return { name, args, transfer, settle };
}

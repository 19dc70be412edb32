/// <reference lib="esnext.disposable" preserve="true" />
import type { Awaitable, Coroutine } from "@asyncio-ts/tasks";
import type { JobsOptions } from "bullmq";
import type { JobProgress } from "./job-progress.ts";

/** The options of a call: BullMQ's for the job, and the source of its progress. */
export interface JobCallOptions extends JobsOptions {
  /** Receives the progress that the function reports. */
  progress?: JobProgress<any> | undefined;
}

/** The result of a function: what its coroutine returns, or its promise. */
export type JobResult<F> = F extends (...args: any) => Generator<any, infer T, any>
  ? T
  : F extends (...args: any) => Awaitable<infer T>
    ? T
    : F extends (...args: any) => infer T
      ? Awaited<T>
      : never;

/** A function of a module that runs as a job. A call returns a coroutine. */
export interface JobFunction<F extends (...args: any) => any> {
  /** Returns a coroutine that submits the job, and waits for its result. */
  (...args: Parameters<F>): Coroutine<JobResult<F>>;
  /** Returns the same function with options for its jobs: `jobs.resize.with({ delay: 1000 })("cat.png", 300)`. */
  with(options: JobCallOptions): JobFunction<F>;
}

/** The functions of a module, which run as jobs. Disposing closes its executor. */
export type JobModule<M> = {
  readonly [K in keyof M as M[K] extends (...args: any) => any ? K : never]: M[K] extends (...args: any) => any ? JobFunction<M[K]> : never;
} & Disposable;

import { ContextVar } from "@asyncio-ts/loop";
import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { fromPromise } from "@asyncio-ts/promise";
import type { Coroutine } from "@asyncio-ts/tasks";
import type { Job } from "bullmq";
import { isJson } from "./job.ts";

/** The job that a handler runs for. */
export class CurrentJob {
  /** The id in BullMQ. It is the same in each run of the job, so it is the key for effects that must happen once. */
  readonly id: string;
  /** The name of the function. */
  readonly name: string;
  /** The name of the queue. */
  readonly queue: string;
  /** The number of the run, from 1. Retries and runs after the death of a worker count. */
  readonly attempt: number;
  readonly #job: Job;

  /** @internal */
  constructor(job: Job) {
    this.id = job.id!;
    this.name = job.name;
    this.queue = job.queueName;
    this.attempt = job.attemptsStarted;
    this.#job = job;
  }

  /**
   * Sends progress to the `JobProgress` of the caller, and waits until Redis has it.
   *
   * @throws TypeError if `progress` is no JSON
   */
  *reportProgress(progress: unknown): Coroutine<void> {
    if (!isJson(progress)) throw wrongArgument("reportProgress", "JSON", progress);
    yield* fromPromise(() => this.#job.updateProgress(progress as object));
  }

  /** Adds a line to the log of the job, which BullMQ's dashboards show. @throws TypeError if `line` is no text */
  *log(line: string): Coroutine<void> {
    if (typeof line !== "string") throw wrongArgument("log", "a text", line);
    yield* fromPromise(() => this.#job.log(line));
  }

  /** Returns the state as text, for errors and logs. */
  toString(): string {
    return `<CurrentJob ${this.queue} ${this.name} ${this.id} attempt=${this.attempt}>`;
  }
}

/** The job of each task of a handler. Tasks that the handler creates inherit it. */
export const jobVariable: ContextVar<CurrentJob | null> = new ContextVar<CurrentJob | null>("currentJob", { default: null });

/** Returns the job that the current handler runs for; null outside of handlers, so that modules can also be called directly. */
export function currentJob(): CurrentJob | null {
  return jobVariable.get();
}

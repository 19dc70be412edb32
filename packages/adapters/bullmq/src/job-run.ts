import { Context } from "@asyncio-ts/loop";
import { bounded, nameOf, repr } from "@asyncio-ts/loop/lowlevel";
import { type EncodedThrown, encodeThrown } from "@asyncio-ts/node/lowlevel";
import { fromPromise } from "@asyncio-ts/promise";
import { CancelledError, type Coroutine, type EventLoop, isCoroutine, isFuture, type Task } from "@asyncio-ts/tasks";
import { isThenable } from "@asyncio-ts/tasks/lowlevel";
import { type Job, RATE_LIMIT_ERROR, UnrecoverableError, WaitingError } from "bullmq";
import { CurrentJob, jobVariable } from "./current-job.ts";
import { CANCELLED, isJson, type JobData } from "./job.ts";
import { JobError } from "./job-error.ts";

/** The functions of a module by name. */
export type Handlers = Readonly<Record<string, unknown>>;

/** The reason of a cancellation of a run: its caller's, the end of the worker, or a lock that another worker has by now. */
export type CancelReason = "caller" | "closing" | "lost lock";

/** One run of a job in a worker. */
export class JobRun {
  readonly #job: Job<JobData>;
  readonly #token: string;
  #task: Task<unknown> | null = null;
  readonly #reasons = new Set<CancelReason>();

  constructor(job: Job<JobData>, token: string) {
    this.#job = job;
    this.#token = token;
  }

  /** Cancels the handler, once for each reason. The first reason is recorded. */
  cancel(reason: CancelReason): void {
    // Executors repeat a cancellation until its job has ended. A repetition would interrupt the clean-up of the handler.
    if (this.#reasons.has(reason)) return;
    this.#reasons.add(reason);
    this.#task?.cancel();
  }

  /** The first reason; null if the run was not cancelled. */
  get #cancelled(): CancelReason | null {
    return this.#reasons.values().next().value ?? null;
  }

  /**
   * Runs the handler on a loop.
   *
   * @returns the result, for BullMQ to record
   * @throws the error that BullMQ is to record, with the original in the job's data; WaitingError if the job was given back
   */
  async run(loop: EventLoop, handlers: Handlers, maxResultBytes: number): Promise<unknown> {
    const { name, id } = this.#job;
    if (this.#cancelled === "closing") return this.#giveBack();
    if (this.#cancelled !== null || this.#job.data?.$cancelled === true) throw new UnrecoverableError(CANCELLED);
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    try {
      if (typeof handler !== "function") throw unknownJob(this.#job, handlers);
      const context = new Context();
      context.run(() => jobVariable.set(new CurrentJob(this.#job)));
      this.#task = loop.createTask(() => handle(handler as Handler, argumentsOf(this.#job)), { name: `${name} ${id}`, context });
      const result = await this.#task;
      checkResult(this.#job, result, maxResultBytes);
      return result;
    } catch (error) {
      return await this.#fail(error, loop, maxResultBytes);
    }
  }

  async #fail(error: unknown, loop: EventLoop, maxBytes: number): Promise<never> {
    // The end of a run cancels the tasks of its loop, and leaves the job to other workers.
    const wasStopped = loop.isClosed() || (error instanceof CancelledError && this.#cancelled === null && this.#task!.cancelling() > 0);
    if (this.#cancelled === "closing" && error instanceof CancelledError) return this.#giveBack();
    if (wasStopped) return this.#giveBack();
    // Nothing is to be recorded: the job belongs to another worker.
    if (this.#cancelled === "lost lock") throw new WaitingError();
    if (error instanceof CancelledError) throw new UnrecoverableError(CANCELLED);
    const encoded = encodeThrown(error, isJson);
    const isLarge = Buffer.byteLength(JSON.stringify(encoded)) > maxBytes;
    const reason = reasonOf(encoded, isLarge);
    const thrown = isLarge ? encodeThrown(withoutDetails(error, reason), isJson) : encoded;
    // Other data belongs to a plain producer, and is the argument of the next attempt.
    if (hasArguments(this.#job)) {
      await this.#job.updateData({
        ...this.#job.data,
        ...(this.#cancelled === "caller" && { $cancelled: true }),
        $error: { reason, thrown },
      });
    }
    // Other names would have a meaning for BullMQ.
    const isFinal = error instanceof UnrecoverableError || error instanceof JobError;
    const failure = isFinal ? new UnrecoverableError(reason) : new Error(reason);
    if (!isLarge && "stack" in encoded) failure.stack = encoded.stack;
    throw failure;
  }

  /** Moves the job back, so that another worker takes it at once. */
  async #giveBack(): Promise<never> {
    await this.#job.moveToWait(this.#token);
    throw new WaitingError();
  }
}

type Handler = (...args: readonly unknown[]) => unknown;

/** Calls a handler and awaits its result: a coroutine, a future or a promise. */
function* handle(handler: Handler, args: readonly unknown[]): Coroutine<unknown> {
  const result = handler(...args);
  if (isCoroutine(result) || isFuture(result)) return yield* result as Coroutine<unknown>;
  return isThenable(result) ? yield* fromPromise(result as PromiseLike<unknown>) : result;
}

/** Returns the arguments of a job. One that a plain producer of BullMQ added has its data as the only argument. */
function argumentsOf(job: Job<JobData>): readonly unknown[] {
  return hasArguments(job) ? job.data.$args : [job.data];
}

/** Returns whether a `BullMQExecutor` added the job. */
function hasArguments({ data }: Job<JobData>): boolean {
  return Array.isArray(data?.$args);
}

/** Returns the reason that BullMQ records for an error. It is never one that has a meaning: a cancellation, or a limit of jobs a second. */
function reasonOf(encoded: EncodedThrown, isLarge: boolean): string {
  if (!("message" in encoded)) return `a value was thrown: ${repr(encoded.value)}`;
  const { name, message } = encoded;
  if (message === CANCELLED || message === RATE_LIMIT_ERROR) return `${name}: ${message}`;
  return isLarge ? bounded(message) : message;
}

/** Returns an error without the fields and causes that made it too large. */
function withoutDetails(error: unknown, reason: string): Error {
  return new Error(`${nameOf(Object(error))}: ${reason} (its details were too large to send)`);
}

function unknownJob({ name, queueName, id }: Job, handlers: Handlers): JobError {
  const names = Object.keys(handlers).filter((key) => typeof handlers[key] === "function");
  return new JobError(
    "ERR_JOB_UNKNOWN",
    id!,
    `serveJobs: queue ${queueName} has no function ${name}; its module has ${names.join(", ") || "none"}`,
  );
}

/** Returns whether a value is a coroutine or an async generator, which JSON would turn into an empty object before it has run. */
function isUnrun(value: unknown): boolean {
  return isCoroutine(value) || (typeof value === "object" && value !== null && Symbol.asyncIterator in value);
}

/** @throws JobError if the result is no JSON or too large */
function checkResult({ name, id }: Job, result: unknown, maxBytes: number): void {
  if (result === undefined) return;
  if (!isJson(result) || isUnrun(result)) {
    const text = typeof result === "object" && result !== null ? `an object of class ${nameOf(result)}` : repr(result);
    throw new JobError("ERR_JOB_RESULT", id!, `${name}: JSON was expected as the result, got ${text}`);
  }
  const bytes = Buffer.byteLength(JSON.stringify(result));
  if (bytes <= maxBytes) return;
  const advice = "store it elsewhere and return a reference, or raise maxResultBytes";
  throw new JobError("ERR_JOB_RESULT", id!, `${name}: the result has ${bytes} bytes, more than the ${maxBytes} allowed; ${advice}`);
}

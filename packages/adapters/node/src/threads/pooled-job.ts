import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import type { Piscina } from "piscina";
import { CancelledError } from "@asyncio-ts/tasks";
import { type Answer, BrokenExecutor, type Settle, settleBy, unsendable } from "@asyncio-ts/promise/lowlevel";
import type { RunForThread } from "./run-for-thread.ts";
import { jobText, type SentJob } from "./thread-job.ts";
import type { CancelMessage, ThreadTask } from "./thread-task.ts";

/** A job as a pool takes it. */
export interface Submission {
  readonly job: SentJob;
  readonly transfer: readonly object[];
  readonly settle: Settle<any>;
  /** Runs the coroutines that the job asks for. */
  readonly runForThread: RunForThread;
}

/** A job of a pool, queued or in its thread. */
export class PooledJob {
  readonly id: number;
  /** Runs the coroutines that the job asks for. */
  readonly runForThread: RunForThread;
  readonly #job: SentJob;
  readonly #transfer: readonly object[];
  readonly #settle: Settle<any>;
  readonly #channel = new MessageChannel();
  readonly #killer = new AbortController();
  #graceTimer: NodeJS.Timeout | undefined;

  constructor(id: number, { job, transfer, settle, runForThread }: Submission) {
    this.id = id;
    this.runForThread = runForThread;
    this.#job = job;
    this.#transfer = transfer;
    this.#settle = settle;
  }

  /** Runs the job in a thread of the pool. Returns when the thread is free again, or gone. */
  async run(pool: Piscina): Promise<void> {
    const { port1, port2 } = this.#channel;
    const task: ThreadTask = { id: this.id, job: this.#job, port: port2 };
    try {
      await pool.run(task, { transferList: [port2, ...this.#transfer] as never, signal: this.#killer.signal });
      this.#answer(receiveMessageOnPort(port1)?.message as Answer | undefined);
    } catch (error) {
      this.#settle.error(this.#failure(error));
    } finally {
      clearTimeout(this.#graceTimer);
      this.drop();
    }
  }

  /** Cancels the job in its thread. After `grace` milliseconds, the thread is ended. */
  cancel(message: string | undefined, grace: number): void {
    const cancel: CancelMessage = { cancel: message };
    this.#channel.port1.postMessage(cancel);
    this.#graceTimer ??= setTimeout(() => this.#killer.abort(), grace);
  }

  /** Frees the ports. */
  drop(): void {
    this.#channel.port1.close();
    this.#channel.port2.close();
  }

  #answer(answer: Answer | undefined): void {
    if (answer === undefined) this.#settle.error(new BrokenExecutor(`${jobText(this.#job)}: its thread has sent no answer`));
    else settleBy(answer, this.#settle);
  }

  #failure(error: unknown): unknown {
    const text = jobText(this.#job);
    if (this.#killer.signal.aborted) return new CancelledError();
    if (error instanceof DOMException && error.name === "DataCloneError") return unsendable(`an argument of ${text}`, error);
    const reason = error instanceof Error ? error.message : String(error);
    const broken = new BrokenExecutor(`${text}: its thread has ended: ${reason}`, { cause: error });
    const { code } = error as { code?: unknown };
    return code === undefined ? broken : Object.assign(broken, { code });
  }
}

import { MessageChannel, parentPort } from "node:worker_threads";
import { type Coroutine, type Future, getEventLoop } from "@asyncio-ts/tasks";
import { type Answer, type Executor, type Settle, settleBy, submitTo, unsendable } from "@asyncio-ts/promise/lowlevel";
import { jobText, sentJob, type ThreadJob } from "./thread-job.ts";
import { type CancelMessage, currentJob, type RunMessage } from "./thread-task.ts";

/** Runs coroutines on the loop that has submitted the job of this thread. */
class LoopOfJob implements Executor<ThreadJob> {
  readonly #id: number;

  constructor(id: number) {
    this.#id = id;
  }

  submit<T>(job: ThreadJob, settle: Settle<T>): (reason?: unknown) => void {
    const sent = sentJob("runCoroutineThreadsafe", job);
    const { port1, port2 } = new MessageChannel();
    const message: RunMessage = { runFor: this.#id, job: sent, port: port2 };
    try {
      parentPort!.postMessage(message, [port2, ...(job.transfer ?? [])] as never);
    } catch (error) {
      throw unsendable(`an argument of ${jobText(sent)}`, error);
    }
    port1.on("message", (answer: Answer) => settleBy(answer, settle));
    port1.on("close", () => settle.error(new Error(`${jobText(sent)}: the loop of this job is closed`)));
    return (reason) => {
      const cancel: CancelMessage = { cancel: typeof reason === "string" ? reason : undefined };
      port1.postMessage(cancel);
      port1.close();
    };
  }

  /** The loop belongs to another thread. */
  *shutdown(): Coroutine<void> {}

  toString(): string {
    return "<loop of this thread's job>";
  }
}

/**
 * Runs a coroutine function on the loop that has submitted the job of this thread, and returns the future of its result. For the jobs
 * of a `ThreadPoolExecutor`, which call it in their threads.
 *
 * The module is imported in the loop's thread, so the coroutine sees the objects of that thread. Cancelling the future cancels its task.
 *
 * Mirrors `asyncio.run_coroutine_threadsafe`, with a name in place of the coroutine, because coroutines cannot cross threads.
 *
 * @throws TypeError if the job names no module by an absolute URL, or an argument cannot be copied
 * @throws Error outside the jobs of executors
 */
export function runCoroutineThreadsafe<T = any>(job: ThreadJob): Future<T> {
  const { id } = currentJob;
  if (id === null || parentPort === null) {
    throw new Error("runCoroutineThreadsafe: must be called by a job of a ThreadPoolExecutor in its thread; elsewhere, use createTask");
  }
  return submitTo<T, ThreadJob>(getEventLoop(), new LoopOfJob(id), job);
}

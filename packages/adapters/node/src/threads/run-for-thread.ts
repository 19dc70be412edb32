import type { MessagePort } from "node:worker_threads";
import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type EventLoop, isCoroutine, type Task } from "@asyncio-ts/tasks";
import { type Answer, sendError, sendResult } from "@asyncio-ts/promise/lowlevel";
import { exportOf } from "./call-export.ts";
import { jobText, type SentJob } from "./thread-job.ts";

/** Runs the coroutine that a job has asked for. The port takes the cancellation, and sends the answer. */
export type RunForThread = (job: SentJob, port: MessagePort) => void;

/** Runs the coroutine function that `job` names as a task of a loop of this thread, and answers by the port. */
export async function runOnLoop(loop: EventLoop, job: SentJob, port: MessagePort): Promise<void> {
  let task: Task<unknown> | null = null;
  let isOver = false;
  // The thread has cancelled the wait, or has ended.
  const cancel = () => {
    isOver = true;
    task?.cancel();
  };
  port.on("message", cancel).on("close", cancel);
  // The job that asks keeps the process alive.
  port.unref();
  const send = (answer: Answer) => port.postMessage(answer);
  try {
    const fn = await exportOf(job);
    if (isOver) return;
    const coroutine: unknown = Reflect.apply(fn, undefined, job.args);
    if (!isCoroutine(coroutine)) throw wrongArgument(`runCoroutineThreadsafe: ${jobText(job)}`, "a coroutine", coroutine);
    task = loop.createTask(coroutine);
    sendResult(send, jobText(job), await task, []);
  } catch (error) {
    sendError(send, error);
  } finally {
    port.close();
  }
}

/** Refuses a coroutine, because the loop blocks its thread, which can import no module meanwhile. */
export function refuseToRun(_: SentJob, port: MessagePort): void {
  const message = "runCoroutineThreadsafe: the job was submitted on a BlockingLoop, which cannot import the module of the coroutine";
  sendError((answer) => port.postMessage(answer), new Error(message));
  port.close();
}

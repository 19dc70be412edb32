import { CancelledError } from "@asyncio-ts/tasks";
import { type Answer, sendError, sendResult } from "@asyncio-ts/promise/lowlevel";
import { callExport } from "./call-export.ts";
import { jobText } from "./thread-job.ts";
import { type CancelMessage, currentJob, type ThreadTask } from "./thread-task.ts";

/** Runs one job in a thread of the pool. Returns when its answer is sent, so that the caller finds it in the port. */
export async function runThreadTask({ id, job, port }: ThreadTask): Promise<void> {
  const controller = new AbortController();
  port.on("message", ({ cancel }: CancelMessage) => controller.abort(new CancelledError(cancel)));
  const transfer: object[] = [];
  const send = (answer: Answer, moved: readonly object[]) => port.postMessage(answer, moved as never);
  currentJob.id = id;
  try {
    const result = await callExport(job, { signal: controller.signal, transfer });
    sendResult(send, jobText(job), result, transfer);
  } catch (error) {
    sendError(send, error);
  } finally {
    currentJob.id = null;
    port.close();
  }
}

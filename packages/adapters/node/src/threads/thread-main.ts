import type { MessagePort } from "node:worker_threads";
import { CancelledError } from "@asyncio-ts/tasks";
import { type Answer, sendError, sendResult } from "./answer.ts";
import { callExport } from "./call-export.ts";
import { jobText, type SentJob } from "./thread-job.ts";

/** A job and the port to its caller. The port takes one message, the cancellation, and sends one, the answer. */
export interface ThreadTask {
  readonly job: SentJob;
  readonly port: MessagePort;
}

/** The message that cancels a job. */
export interface CancelMessage {
  readonly cancel: string | undefined;
}

/** Runs one job in a thread of the pool. Returns when its answer is sent, so that the caller finds it in the port. */
export async function runThreadTask({ job, port }: ThreadTask): Promise<void> {
  const controller = new AbortController();
  port.on("message", ({ cancel }: CancelMessage) => controller.abort(new CancelledError(cancel)));
  const transfer: object[] = [];
  const send = (answer: Answer, moved: readonly object[]) => port.postMessage(answer, moved as never);
  try {
    const result = await callExport(job, { signal: controller.signal, transfer });
    sendResult(send, jobText(job), result, transfer);
  } catch (error) {
    sendError(send, error);
  } finally {
    port.close();
  }
}

import { workerData } from "node:worker_threads";
import { CancelledError, type Coroutine, getEventLoop, isCoroutine } from "@asyncio-ts/tasks";
import { type Answer, sendError, sendResult } from "@asyncio-ts/promise/lowlevel";
import { callExport } from "../threads/call-export.ts";
import type { SentJob } from "../threads/thread-job.ts";
import { Bell } from "./bell.ts";
import { HeldObjects } from "./held-objects.ts";
import type { IoCall, IoReply, IoRequest, IoThreadData } from "./io-message.ts";
import type { IoService } from "./io-service.ts";
import { networkServices } from "./network-service.ts";
import { abandonPools, closePool, submit } from "./pool-service.ts";

const { counter, port } = workerData as IoThreadData;
const bell = new Bell(counter);
const objects = new HeldObjects((object, event, args, transfer) => reply({ object, event, args }, transfer));

const services: Readonly<Record<string, IoService>> = {
  call: (control, job: SentJob) => callExport(job, control),
  submit,
  closePool,
  ...networkServices(objects),
};

/** The calls under way. */
const calls = new Map<number, AbortController>();
let isClosing = false;

/** Answers the requests of the blocked thread until it closes this thread. */
export function serve(): void {
  port.on("message", onRequest);
  reply({ started: true }, []);
}

function onRequest(request: IoRequest): void {
  if ("id" in request) void answer(request);
  else if ("cancel" in request) calls.get(request.cancel)?.abort(new CancelledError(request.reason));
  else if ("object" in request) objects.call(request.object, request.method, request.args);
  else close(request.close);
}

async function answer({ id, text, service, args }: IoCall): Promise<void> {
  const controller = new AbortController();
  calls.set(id, controller);
  const transfer: object[] = [];
  const send = (answer: Answer, moved: readonly object[]) => reply({ id, answer }, moved);
  try {
    const value = services[service]!({ signal: controller.signal, transfer }, ...args);
    const result = await (isCoroutine(value) ? taskOf(value, controller.signal) : value);
    sendResult(send, text, result, transfer);
  } catch (error) {
    sendError(send, error);
  }
  calls.delete(id);
  exitIfDone();
}

/** Runs a coroutine on the loop of this thread, because its sockets live longer than the call. */
function taskOf(coroutine: Coroutine<unknown>, signal: AbortSignal): PromiseLike<unknown> {
  const task = getEventLoop().createTask(coroutine);
  signal.addEventListener("abort", () => task.cancel((signal.reason as Error).message));
  return task;
}

/** Posts first and rings then, see `Bell`. */
function reply(message: IoReply, transfer: readonly object[]): void {
  port.postMessage(message, transfer as never);
  bell.ring();
}

/** Cancels all calls, and ends this thread when they have ended, at the latest after some milliseconds. */
function close(grace: number): void {
  isClosing = true;
  for (const controller of calls.values()) controller.abort(new CancelledError());
  abandonPools();
  setTimeout(() => process.exit(), grace);
  exitIfDone();
}

function exitIfDone(): void {
  if (isClosing && calls.size === 0) process.exit();
}

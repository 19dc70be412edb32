import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { callFunction, exportNamed, sendError, sendResult } from "@asyncio-ts/promise/lowlevel";
import { CancelledError } from "@asyncio-ts/tasks";
import { type FromWorker, PORT, type ToWorker } from "./worker-message.ts";

/** The global scope of a worker, as far as it is used. */
interface WorkerScope {
  importScripts?: unknown;
  /** Shared workers and service workers have none. */
  postMessage?(message: unknown, transfer: Transferable[]): void;
  close(): void;
}

let isServing = false;

/**
 * Runs the functions of a module as jobs of a `WorkerExecutor`, in the worker that calls this.
 *
 * A coroutine function runs on a loop in the worker. A function that declares `this: JobControl` hears of its cancellation, and may move
 * its result.
 *
 * @param module the namespace of a module, or an object of functions
 * @throws TypeError if `module` is no object
 * @throws Error outside workers, or if this worker serves a module already
 *
 * @example
 * ```js
 * import { serveJobs } from "@asyncio-ts/browser";
 * import * as jobs from "./jobs.js";
 *
 * serveJobs(jobs);
 * ```
 */
export function serveJobs(module: object): void {
  if (typeof module !== "object" || module === null || module instanceof Promise)
    throw wrongArgument("serveJobs", "a module or an object of functions", module);
  const scope = globalThis as unknown as WorkerScope;
  if (scope.importScripts === undefined || scope.postMessage === undefined) {
    throw new Error("serveJobs: a dedicated worker was expected; call it in the file that new Worker() loads");
  }
  if (isServing) throw new Error("serveJobs: this worker serves a module already; join several: serveJobs({ ...images, ...texts })");
  isServing = true;
  const { port1, port2 } = new MessageChannel();
  serve(port1, module as Readonly<Record<string, unknown>>);
  announceClose(scope, port1);
  scope.postMessage({ [PORT]: port2 }, [port2]);
}

function serve(port: MessagePort, module: Readonly<Record<string, unknown>>): void {
  const send = (message: FromWorker, transfer: readonly object[] = []) => port.postMessage(message, transfer as Transferable[]);
  let controller: AbortController | null = null;

  async function answer(name: string, args: readonly unknown[]): Promise<void> {
    const transfer: object[] = [];
    controller = new AbortController();
    try {
      const fn = exportNamed(module, name, name);
      const result = await callFunction(fn, args, { signal: controller.signal, transfer });
      controller = null;
      sendResult(send, name, result, transfer);
    } catch (error) {
      controller = null;
      sendError(send, error);
    }
  }

  port.onmessageerror = () => port.postMessage({ unreadable: true } satisfies FromWorker);
  port.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if ("name" in data) void answer(data.name, data.args);
    else controller?.abort(new CancelledError(data.cancel));
  };
}

/** Has the worker say that it closes itself, because browsers do not tell the page. */
function announceClose(scope: WorkerScope, port: MessagePort): void {
  const close = scope.close.bind(scope);
  scope.close = () => {
    port.postMessage({ closed: true } satisfies FromWorker);
    close();
  };
}

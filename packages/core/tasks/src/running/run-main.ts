import { type Context, driverOf, runtime } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine, Startable } from "../coroutines/awaitable.ts";
import { isCoroutine } from "../coroutines/generator.ts";
import { coroutineOf } from "../coroutines/startable.ts";
import { cancelEach } from "../kernel/cancel-chain.ts";
import { isThenable } from "../kernel/ensure-future.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import type { Future } from "../kernel/future.ts";
import { withEventLoop } from "../kernel/running-loop.ts";
import { runUntilDone } from "../kernel/run-until-done.ts";
import type { AbortSignalLike } from "./abort-signal.ts";
import { watchInterrupts } from "./interruption.ts";

type Resolve<T> = (value: T) => void;
type Reject = (error: unknown) => void;

/** @throws Error in a step of a loop, because loops do not nest */
export function refuseInStep(caller: string): void {
  if (runtime.running !== null) throw new Error(`${caller} cannot be called from a running event loop`);
}

/** The options of the main task. */
export interface MainOptions {
  /** A copy of the current context by default. */
  context?: Context;
  signal?: AbortSignalLike | undefined;
}

/** Runs a coroutine as the main task of a loop, to its end. */
export function runMain<T>(loop: EventLoop, main: Startable<T>, options: MainOptions, resolve: Resolve<T>, reject: Reject): void {
  const { signal } = options;
  let current: Future<T>;
  try {
    if (signal?.aborted === true) {
      if (isCoroutine(main)) main.return(undefined as T);
      throw signal.reason;
    }
    current = withEventLoop(loop, () => loop.createTask(coroutineOf("run", main), options.context && { context: options.context }));
  } catch (error) {
    return reject(error);
  }
  const endWatch = watchInterrupts(loop, () => current, signal);
  const fail = (error: unknown) => reject(endWatch(error));
  // A promise cannot hold a thenable, so on a host a future returned by main is awaited while the loop still runs.
  const settle = (value: T) => {
    try {
      if (!driverOf(loop).ownsThread && isThenable(value)) {
        current = runUntilDone(loop, value as PromiseLike<T>, settle, fail);
        return;
      }
    } catch (error) {
      // As for an async function, a `then` that throws is the outcome.
      return fail(error);
    }
    endWatch();
    resolve(value);
  };
  runUntilDone(loop, current, settle, fail);
}

/** Cancels and awaits the remaining tasks, and closes the loop. */
export function closeDown(loop: EventLoop, resolve: () => void, reject: Reject): void {
  const close = (settle: () => void) => {
    loop.close();
    settle();
  };
  const fail = (error: unknown) => close(() => reject(error));
  cancelAll(loop, () => runOut(loop, () => close(resolve), fail), fail);
}

/** Cancels the remaining tasks, waits for their end, and reports their errors. */
function cancelAll(loop: EventLoop, resolve: () => void, reject: Reject): void {
  const tasks = loop._tasks.list();
  if (tasks.length === 0) return resolve();
  cancelEach(tasks, (task, exception) => loop.callExceptionHandler({ message: `Exception in cancel() of ${task}`, exception, task }));
  const ended = loop.createFuture<void>();
  let left = tasks.length;
  const count = () => {
    if (--left === 0) ended.setResult();
  };
  for (const task of tasks) task.addDoneCallback(count);
  const report = () => {
    for (const task of tasks) {
      if (task.cancelled() || task.exception() === null) continue;
      const message = "unhandled exception during run() shutdown";
      loop.callExceptionHandler({ message, exception: task.exception(), task });
    }
    resolve();
  };
  runUntilDone(loop, ended, report, reject);
}

/** Runs the last scheduled callbacks, in as many passes as asyncio's shutdown of async generators and of the executor takes. */
function runOut(loop: EventLoop, resolve: () => void, reject: Reject): void {
  runUntilDone(loop, nothing, () => runUntilDone(loop, nothing, resolve, reject), reject);
}

function* nothing(): Coroutine<void> {}

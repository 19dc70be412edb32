import { type Context, runtime } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine, Startable } from "../coroutines/awaitable.ts";
import { isThenable } from "../kernel/ensure-future.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import { leaveLoop } from "../kernel/running-loop.ts";
import type { Task } from "../kernel/task.ts";

type Resolve<T> = (value: T) => void;
type Reject = (error: unknown) => void;

/** @throws Error in a step of a loop, where nothing else can be run */
export function refuseInStep(who: string): void {
  if (runtime.running !== null) throw new Error(`${who} cannot be called from a running event loop`);
}

/** Runs a coroutine as the main one of a loop, to its end. */
export function runMain<T>(loop: EventLoop, main: Startable<T>, context: Context, resolve: Resolve<T>, reject: Reject): void {
  let task: Task<T>;
  try {
    task = loop.createTask(main, { context });
  } catch (error) {
    return reject(error);
  }
  // A promise can't hold a thenable, so on a host a future that main returns is awaited while the loop still runs.
  const settle = (value: T) => {
    if (!loop.driver.ownsThread && isThenable(value)) loop.complete(value as PromiseLike<T>, settle, reject);
    else resolve(value);
  };
  loop.complete(task, settle, reject);
}

/** Cancels and awaits what is left, and closes the loop. */
export function closeDown(loop: EventLoop, resolve: () => void, reject: Reject): void {
  const finish = (then: () => void) => {
    leaveLoop(loop);
    loop.close();
    then();
  };
  const fail = (error: unknown) => finish(() => reject(error));
  cancelAll(loop, () => runOut(loop, () => finish(resolve), fail), fail);
}

/** Asks every task that is left to end, waits until it has, and reports the errors it ends by. */
function cancelAll(loop: EventLoop, resolve: () => void, reject: Reject): void {
  const tasks = loop._tasks.list();
  if (tasks.length === 0) return resolve();
  for (const task of tasks) task.cancel();
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
  loop.complete(ended, report, reject);
}

/** Lets what was scheduled last run: as many passes as asyncio's shutdown of async generators and of the executor takes. */
function runOut(loop: EventLoop, resolve: () => void, reject: Reject): void {
  loop.complete(nothing, () => loop.complete(nothing, resolve, reject), reject);
}

function* nothing(): Coroutine<void> {}

import { type Context, deliver, driverOf, runtime } from "@asyncio-ts/loop/lowlevel";
import type { AwaitableLike, Coroutine, Startable } from "../coroutines/awaitable.ts";
import { isCoroutine } from "../coroutines/generator.ts";
import { coroutineOf } from "../coroutines/startable.ts";
import { cancelEach } from "../kernel/cancel-chain.ts";
import { futureOf, isThenable } from "../kernel/ensure-future.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import type { Future } from "../kernel/future.ts";
import { withEventLoop } from "../kernel/running-loop.ts";
import { runUntilDone } from "../kernel/run-until-done.ts";
import type { AbortSignalLike } from "./abort-signal.ts";
import { watchInterrupts } from "./interruption.ts";

/** The course of a run. It yields the awaitables until which the loop runs, and receives their outcomes. */
type Course<T> = Generator<AwaitableLike<any> | (() => Coroutine<void>), T, any>;

/** Runs a loop through a course, and returns its outcome: a value if the loop owns its thread, else a promise. */
export function follow<T>(loop: EventLoop, course: Course<T>): T | Promise<T> {
  return deliver<T>(driverOf(loop), (resolve, reject) => {
    const advance = (move: () => IteratorResult<AwaitableLike<any> | (() => Coroutine<void>), T>) => {
      try {
        const { done, value } = move();
        if (done) return resolve(value);
        const fail = (error: unknown) => advance(() => course.throw(error));
        void runUntilDone(loop, value, (result) => advance(() => course.next(result)), fail);
      } catch (error) {
        reject(error);
      }
    };
    advance(() => course.next());
  });
}

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
export function* mainCourse<T>(loop: EventLoop, main: Startable<T>, { context, signal }: MainOptions): Course<T> {
  if (signal?.aborted === true) {
    if (isCoroutine(main)) main.return(undefined as T);
    throw signal.reason;
  }
  let current: Future<T> = withEventLoop(loop, () => loop.createTask(coroutineOf("run", main), context && { context }));
  const endWatch = watchInterrupts(loop, () => current, signal);
  try {
    let value: T = yield current;
    // A promise cannot hold a thenable, so on a host a future returned by main is awaited while the loop still runs.
    while (!driverOf(loop).ownsThread && isThenable(value)) value = yield (current = futureOf("run", value as PromiseLike<T>, loop));
    endWatch();
    return value;
  } catch (error) {
    throw endWatch(error);
  }
}

/** Cancels and awaits the remaining tasks, and closes the loop. */
export function* closingCourse(loop: EventLoop): Course<void> {
  try {
    yield* cancellation(loop);
    // As many passes as asyncio's shutdown of async generators and of the executor takes.
    yield nothing;
    yield nothing;
  } finally {
    loop.close();
  }
}

/** Cancels the remaining tasks, waits for their end, and reports their errors. */
function* cancellation(loop: EventLoop): Course<void> {
  const tasks = loop._tasks.list();
  if (tasks.length === 0) return;
  cancelEach(tasks, (task, exception) => loop.callExceptionHandler({ message: `Exception in cancel() of ${task}`, exception, task }));
  const ended = loop.createFuture<void>();
  let left = tasks.length;
  const count = () => {
    if (--left === 0) ended.setResult();
  };
  for (const task of tasks) task.addDoneCallback(count);
  yield ended;
  for (const task of tasks) {
    if (task.cancelled() || task.exception() === null) continue;
    const message = "unhandled exception during run() shutdown";
    loop.callExceptionHandler({ message, exception: task.exception(), task });
  }
}

function* nothing(): Coroutine<void> {}

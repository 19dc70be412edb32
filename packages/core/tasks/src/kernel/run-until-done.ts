import { runUntilStopped } from "@asyncio-ts/loop/lowlevel";
import type { AwaitableLike } from "../coroutines/awaitable.ts";
import { futureOf } from "./ensure-future.ts";
import type { EventLoop } from "./event-loop.ts";
import { type Future, isFuture } from "./future.ts";

/**
 * Runs a loop until an awaitable is done, and passes its outcome on before anything else can run.
 *
 * @param reject also receives the error of the driver, and an Error if the loop was stopped before
 * @returns the future of the awaitable
 */
export function runUntilDone<T>(
  loop: EventLoop,
  awaitable: AwaitableLike<T> | (() => Generator<any, T, any>),
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
): Future<T> {
  const isNew = !isFuture(awaitable);
  const future = futureOf("runUntilComplete", awaitable, loop) as Future<T>;
  const stop = () => {
    future._markRetrieved();
    loop.stop();
  };
  if (isNew) loop._runTasks.add(future);
  future.addDoneCallback(stop);
  runUntilStopped(loop, (failure) => {
    future.removeDoneCallback(stop);
    if (isNew && future.done()) loop._runTasks.delete(future);
    if (failure !== undefined) {
      if (isNew) future._markRetrieved();
      reject(failure.error);
    } else if (future.done()) future._settleInto(resolve, reject);
    else reject(new Error("Event loop stopped before Future completed."));
  });
  return future;
}

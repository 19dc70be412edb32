import { driverOf } from "@asyncio-ts/loop/lowlevel";
import type { AwaitableLike } from "../coroutines/awaitable.ts";
import { unwatchExit, watchExit } from "#process";
import type { EventLoop } from "../kernel/event-loop.ts";
import { runUntilDone } from "../kernel/run-until-done.ts";

/** Same as `runUntilDone`. On the host it also reports the run if the process is about to exit before its end. */
export function runWatched<T>(
  loop: EventLoop,
  awaitable: AwaitableLike<T> | (() => Generator<any, T, any>),
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
): void {
  if (driverOf(loop).ownsThread) return runUntilDone(loop, awaitable, resolve, reject);
  const resolveUnwatched = (value: T) => {
    unwatchExit(loop);
    resolve(value);
  };
  const rejectUnwatched = (error: unknown) => {
    unwatchExit(loop);
    reject(error);
  };
  runUntilDone(loop, awaitable, resolveUnwatched, rejectUnwatched);
  watchExit(loop);
}

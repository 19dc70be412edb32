import { driverOf } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "./event-loop.ts";

/**
 * Returns whether two loops share futures and primitives: all host loops of a thread do, because the waiting task is woken on
 * its own loop. A loop that owns its thread shares with none, since nothing could wake it.
 */
export function shareFutures(a: EventLoop, b: EventLoop): boolean {
  return a === b || !(driverOf(a).ownsThread || driverOf(b).ownsThread);
}

/** Same as `shareFutures`, for a future that `loop` is about to wait for. Its driver then knows that the wake-up comes from outside. */
export function canAwait(loop: EventLoop, future: { getLoop(): EventLoop; done(): boolean }): boolean {
  if (!shareFutures(loop, future.getLoop())) return false;
  if (loop !== future.getLoop()) driverOf(loop).promiseAwaited?.(future);
  return true;
}

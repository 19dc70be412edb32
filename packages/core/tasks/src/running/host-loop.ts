import { type Driver, HostDriver } from "@asyncio-ts/loop";
import { brand } from "@asyncio-ts/loop/lowlevel";
import type { AwaitableLike } from "../coroutines/awaitable.ts";
import { watchRuns } from "#process";
import { EventLoop } from "../kernel/event-loop.ts";
import { loops } from "../kernel/running-loop.ts";

/**
 * A loop that is a guest of the host's own loop, and returns promises.
 *
 * It runs slices whenever it has ready work, also without a run, for tasks created by host callbacks. After `stop()` it rests
 * until it is run again or woken from outside.
 */
export class HostLoop extends EventLoop {
  constructor(driver: Driver<false> = new HostDriver()) {
    super(driver);
    watchRuns(this);
  }

  /** Runs until `stop()` is called. The promise settles then. */
  override runForever(): Promise<void> {
    return super.runForever() as Promise<void>;
  }

  /** Runs until the awaitable is done, and returns a promise of its result. */
  override runUntilComplete<T>(awaitable: AwaitableLike<T> | (() => Generator<any, T, any>)): Promise<Awaited<T>> {
    return super.runUntilComplete(awaitable) as Promise<Awaited<T>>;
  }
}

brand(HostLoop, "HostLoop");

loops.make ??= () => new HostLoop();

/** Returns a new loop that is a guest of the host. Mirrors `asyncio.new_event_loop`. */
export function newEventLoop(): HostLoop {
  return loops.make!() as HostLoop;
}

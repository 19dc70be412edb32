import { type Driver, HostDriver } from "@asyncio-ts/loop";
import { brand, type Finish } from "@asyncio-ts/loop/lowlevel";
import type { AwaitableLike } from "../coroutines/awaitable.ts";
import { isCancelledError } from "../kernel/errors.ts";
import { EventLoop } from "../kernel/event-loop.ts";
import type { Future } from "../kernel/future.ts";
import { loops } from "../kernel/running-loop.ts";
import { CANCELLED, FINISHED, UNRETRIEVED } from "../kernel/future-state.ts";
import { unwatchExit, watchExit } from "../diagnostics/unfinished-runs.ts";

/**
 * A loop that rides on the host's own, and gives promises.
 *
 * It runs in slices, whenever it has something to do: also without a run, for tasks that callbacks of the host create. After
 * `stop` it rests until it is run again or woken from outside.
 */
export class HostLoop extends EventLoop {
  /** Its thread is the host's. */
  declare readonly driver: Driver<false>;

  constructor(driver: Driver<false> = new HostDriver()) {
    super(driver);
  }

  /** Runs until `stop` is called. The promise settles then. */
  override runForever(): Promise<void> {
    return super.runForever() as Promise<void>;
  }

  /** Runs until the awaitable is done, and gives its result as a promise. */
  override runUntilComplete<T>(awaitable: AwaitableLike<T> | (() => Generator<any, T, any>)): Promise<Awaited<T>> {
    return super.runUntilComplete(awaitable) as Promise<Awaited<T>>;
  }

  /** Runs until `stop` is called, then calls `finish` before anything else can run. For packages that build on this one. */
  override runThen(finish: Finish): void {
    super.runThen((failure) => {
      unwatchExit(this);
      finish(failure);
    });
    watchExit(this);
  }

  /** A future that settles as the promise does. */
  override adoptPromise<T>(promise: PromiseLike<T>, future: Future<T> = this.createFuture<T>()): Future<T> {
    // Other thenables may call back at once, twice or with a thenable, or start anew at each `then`.
    const settling = promise instanceof Promise ? (promise as Promise<T>) : Promise.resolve(promise);
    // Closures would cost 5 ns more an await, of 98: V8 looks for the code of each at its first call.
    settling.then(kept.bind(future), broken.bind(future));
    return future;
  }
}

brand(HostLoop, "HostLoop");

function kept(this: Future<unknown>, value: unknown): void {
  settle(this, FINISHED, value);
}

function broken(this: Future<unknown>, reason: unknown): void {
  if (isCancelledError(reason)) settle(this, CANCELLED, reason.message);
  else settle(this, UNRETRIEVED, reason);
}

/** Settles a future, and runs who waits for it inside the promise's reaction: a wake-up may cost more than what it is for. */
function settle(future: Future<unknown>, state: number, outcome: unknown): void {
  const loop = future._loop;
  if (future.done() || loop.isClosed()) return;
  if (loop.beginInline()) loop.endInline(future._settleForTask(state, outcome));
  else future._settle(state, outcome);
}

loops.make ??= () => new HostLoop();

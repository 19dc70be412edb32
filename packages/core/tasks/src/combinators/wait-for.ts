import type { Awaitable, AwaitableLike, Coroutine, Startable } from "../coroutines/awaitable.ts";
import { isCancelledError, TimeoutError } from "../kernel/errors.ts";
import { ensureFuture, isAwaitable } from "../kernel/ensure-future.ts";
import { delegate } from "../coroutines/delegate.ts";
import type { Future } from "../kernel/future.ts";
import { isCoroutine } from "../coroutines/generator.ts";
import type { Waiter } from "../kernel/waiter.ts";
import { getRunningLoop } from "../kernel/running-loop.ts";
import { Timeout } from "./timeout.ts";

/** Lets a future go when another is done. */
class Release implements Waiter {
  readonly awaiter = null;
  readonly isTask = false;
  readonly #future: Future<void>;

  constructor(future: Future<void>) {
    this.#future = future;
  }

  settled(): void {
    if (!this.#future.done()) this.#future.setResult();
  }
}

/**
 * Waits for an awaitable, in the caller's own task, for a limited time; then cancels it and waits until it has ended.
 *
 * Mirrors `asyncio.wait_for`.
 *
 * @param ms milliseconds; null for no limit; at 0 or below only what is done already gives its result
 * @throws TimeoutError when the limit was reached; its `cause` is the CancelledError
 */
export function* waitFor<T>(awaitable: AwaitableLike<T> | Startable<T>, ms: number | null): Coroutine<T> {
  if (ms !== null && ms <= 0) return yield* doneNow(ensureFuture(awaitable));
  const now = getRunningLoop().time();
  const scope = new Timeout(ms === null ? null : now + ms, now);
  try {
    return yield* delegate(itself(awaitable));
  } catch (error) {
    throw scope._translate(error);
  } finally {
    scope._end();
  }
}

/** What is awaited without a task in between, where that can be. */
function itself<T>(awaitable: AwaitableLike<T> | Startable<T>): Awaitable<T> {
  const started = typeof awaitable === "function" ? (awaitable as () => Coroutine<T>)() : awaitable;
  return isCoroutine(started) || isAwaitable(started) ? (started as Awaitable<T>) : ensureFuture(started);
}

function* doneNow<T>(future: Future<T>): Coroutine<T> {
  if (future.done()) return future.result();
  yield* cancelAndWait(future);
  try {
    return future.result();
  } catch (error) {
    throw isCancelledError(error) ? new TimeoutError("", { cause: error }) : error;
  }
}

function* cancelAndWait(future: Future<unknown>): Coroutine<void> {
  const ended = getRunningLoop().createFuture<void>();
  const release = new Release(ended);
  future._addWaiter(release);
  try {
    future.cancel();
    yield* ended;
  } finally {
    future._removeWaiters((waiter) => waiter === release);
  }
}

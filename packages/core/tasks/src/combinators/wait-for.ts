import { isAsyncFunction, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Awaitable, AwaitableLike, Coroutine, Startable } from "../coroutines/awaitable.ts";
import { isCancelledError, TimeoutError } from "../kernel/errors.ts";
import { futureOf, isAwaitable } from "../kernel/ensure-future.ts";
import { delegate } from "../coroutines/delegate.ts";
import { foreign } from "../coroutines/foreign-iterator.ts";
import { type Future, isFuture } from "../kernel/future.ts";
import { isCoroutine } from "../coroutines/generator.ts";
import { addWaiter, removeWaiters, type Waiter } from "../kernel/waiter.ts";
import { getRunningLoop } from "../kernel/running-loop.ts";
import { checkLimit, Timeout } from "./timeout.ts";

/** Sets a future's result when another future is done. */
class Relay implements Waiter {
  readonly awaiter = null;
  readonly isTask = false;
  readonly #future: Future<void>;

  constructor(future: Future<void>) {
    this.#future = future;
  }

  futureDone(): void {
    if (!this.#future.done()) this.#future.setResult();
  }
}

/**
 * Awaits an awaitable in the caller's own task, for a limited time. At the deadline, cancels it and waits for its end.
 *
 * Mirrors `asyncio.wait_for`.
 *
 * @param ms milliseconds; null for no limit. At 0 or below, only a future that is done returns its result.
 * @throws TimeoutError at the deadline; its `cause` is the CancelledError
 */
export function* waitFor<T>(awaitable: AwaitableLike<T> | Startable<T>, ms: number | null): Coroutine<T> {
  checkLimit("waitFor", ms, awaitable);
  if (ms !== null && ms <= 0) return yield* doneNow(futureOf("waitFor", awaitable));
  const now = getRunningLoop().time();
  const scope = new Timeout("waitFor", ms === null ? null : now + ms, now);
  try {
    const result = yield* delegate(directly(awaitable));
    scope._bodyReturned(waitFor);
    return result;
  } catch (error) {
    throw scope._translate(error);
  } finally {
    scope._end();
  }
}

/** Returns the operand of `yield*`, without a task in between if possible. */
function directly<T>(awaitable: AwaitableLike<T> | Startable<T>): Awaitable<T> {
  if (isAsyncFunction(awaitable)) throw wrongArgument("waitFor", "a coroutine or a function*", awaitable);
  const started = typeof awaitable === "function" ? (awaitable as () => Coroutine<T>)() : awaitable;
  if (isCoroutine(started) || isFuture(started)) return started as Awaitable<T>;
  return isAwaitable(started) ? foreign("waitFor", started) : futureOf("waitFor", started);
}

function* doneNow<T>(future: Future<T>): Coroutine<T> {
  if (future.done()) return future.result();
  yield* cancelAndWait(future);
  try {
    return future.result();
  } catch (error) {
    throw isCancelledError(error) ? new TimeoutError(`waitFor: not done yet: ${repr(future)}`, { cause: error }) : error;
  }
}

function* cancelAndWait(future: Future<unknown>): Coroutine<void> {
  const ended = getRunningLoop().createFuture<void>();
  const relay = new Relay(ended);
  addWaiter(future, relay);
  try {
    future.cancel();
    yield* ended;
  } finally {
    removeWaiters(future, (waiter) => waiter === relay);
  }
}

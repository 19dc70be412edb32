import type { Context } from "@asyncio-ts/loop";
import { captureContext, runtime } from "@asyncio-ts/loop/lowlevel";
import type { AwaitableLike, Startable } from "../coroutines/awaitable.ts";
import { futureOf } from "../kernel/ensure-future.ts";
import { Future } from "../kernel/future.ts";
import { addWaiter, removeWaiters, type Waiter } from "../kernel/waiter.ts";
import { CANCELLED, FINISHED } from "../kernel/future-state.ts";
import { isTask, type Task } from "../kernel/task.ts";

/** Passes the outcome of the inner future on to the outer one. */
class ShieldedFuture implements Waiter {
  readonly awaiter: Task<unknown> | null = isTask(runtime.current) ? runtime.current : null;
  readonly isTask = false;
  readonly #outer: Future<unknown>;
  readonly #context: Context | null;

  constructor(outer: Future<unknown>, context: Context | null) {
    this.#outer = outer;
    this.#context = context;
  }

  futureDone(inner: Future<unknown>): void {
    const outer = this.#outer;
    if (outer._state === CANCELLED) return;
    try {
      if (inner._state === CANCELLED) outer.cancel();
      else if (inner._state === FINISHED) outer.setResult(inner._value);
      else outer.setException(inner.exception());
    } catch (exception) {
      // The program has settled the outer future by hand.
      runtime.current!.context = this.#context;
      inner._loop.callExceptionHandler({ message: "Exception in callback of shield", exception, future: outer });
    }
  }
}

/** Reports the failure of an inner future after its outer future was cancelled, because no awaiter is left. */
class FailureReport implements Waiter {
  readonly awaiter = null;
  readonly isTask = false;
  readonly #context: Context | null;

  constructor(context: Context | null) {
    this.#context = context;
  }

  futureDone(inner: Future<unknown>): void {
    if (inner._state === CANCELLED || inner._state === FINISHED) return;
    const exception = inner.exception();
    const name = exception instanceof Error ? exception.name : String(exception);
    runtime.current!.context = this.#context;
    inner._loop.callExceptionHandler({ message: `${name} exception in shielded future`, exception, future: inner });
  }
}

/** Waits for the outer future. If that is done first, a failure of the inner one is reported. */
class OuterWatch implements Waiter {
  readonly awaiter = null;
  readonly isTask = false;
  readonly #inner: Future<unknown>;
  readonly #shielded: ShieldedFuture;
  readonly #report: FailureReport;

  constructor(inner: Future<unknown>, shielded: ShieldedFuture, context: Context | null) {
    this.#inner = inner;
    this.#shielded = shielded;
    this.#report = new FailureReport(context);
  }

  futureDone(): void {
    const inner = this.#inner;
    if (inner._state >= FINISHED) return;
    removeWaiters(inner, (waiter) => waiter === this.#shielded || waiter instanceof FailureReport);
    addWaiter(inner, this.#report);
  }
}

/**
 * Returns a future with the outcome of an awaitable. Cancelling that future does not cancel the awaitable. A future that is done
 * is returned itself.
 *
 * Mirrors `asyncio.shield`.
 */
export function shield<T>(awaitable: AwaitableLike<T> | Startable<T>): Future<T> {
  const inner = futureOf("shield", awaitable);
  if (inner.done()) return inner;
  const outer = new Future<T>({ loop: inner.getLoop() });
  const context = captureContext();
  const shielded = new ShieldedFuture(outer, context);
  addWaiter(inner, shielded);
  addWaiter(outer, new OuterWatch(inner, shielded, context));
  return outer;
}

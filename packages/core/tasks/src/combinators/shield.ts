import type { Context } from "@asyncio-ts/loop";
import { captureContext, runtime } from "@asyncio-ts/loop/lowlevel";
import type { AwaitableLike, Startable } from "../coroutines/awaitable.ts";
import { ensureFuture } from "../kernel/ensure-future.ts";
import { Future } from "../kernel/future.ts";
import type { Waiter } from "../kernel/waiter.ts";
import { CANCELLED, FINISHED } from "../kernel/future-state.ts";
import { isTask, type Task } from "../kernel/task.ts";

/** Scheduler the outcome of a shielded future on to the outer one. */
class ShieldedFuture implements Waiter {
  readonly awaiter: Task<unknown> | null = isTask(runtime.current) ? runtime.current : null;
  readonly isTask = false;
  readonly #outer: Future<unknown>;

  constructor(outer: Future<unknown>) {
    this.#outer = outer;
  }

  settled(inner: Future<unknown>): void {
    const outer = this.#outer;
    if (outer._state === CANCELLED) return;
    try {
      if (inner._state === CANCELLED) outer.cancel();
      else if (inner._state === FINISHED) outer.setResult(inner._value);
      else outer.setException(inner.exception());
    } catch (exception) {
      // Somebody has settled the outer future by hand.
      inner._loop.callExceptionHandler({ message: "Exception in callback of shield", exception, future: outer });
    }
  }
}

/** Stays with a shielded future whose outer one was given up: nobody else would hear of its failure. */
class Log implements Waiter {
  readonly awaiter = null;
  readonly isTask = false;
  readonly #context: Context | null;

  constructor(context: Context | null) {
    this.#context = context;
  }

  settled(inner: Future<unknown>): void {
    if (inner._state === CANCELLED || inner._state === FINISHED) return;
    const exception = inner.exception();
    const name = exception instanceof Error ? exception.name : String(exception);
    runtime.current!.context = this.#context;
    inner._loop.callExceptionHandler({ message: `${name} exception in shielded future`, exception, future: inner });
  }
}

/** Stands with the outer future: once that was given up, the inner one's failure is reported. */
class Watch implements Waiter {
  readonly awaiter = null;
  readonly isTask = false;
  readonly #inner: Future<unknown>;
  readonly #shielded: ShieldedFuture;
  readonly #log = new Log(captureContext());

  constructor(inner: Future<unknown>, passage: ShieldedFuture) {
    this.#inner = inner;
    this.#shielded = passage;
  }

  settled(): void {
    const inner = this.#inner;
    if (inner._state >= FINISHED) return;
    inner._removeWaiters((waiter) => waiter === this.#shielded || waiter instanceof Log);
    inner._addWaiter(this.#log);
  }
}

/**
 * A future of the same outcome that can be cancelled without cancelling what it shields. One that is done is returned itself.
 *
 * Mirrors `asyncio.shield`.
 */
export function shield<T>(awaitable: AwaitableLike<T> | Startable<T>): Future<T> {
  const inner = ensureFuture(awaitable);
  if (inner.done()) return inner;
  const outer = new Future<T>({ loop: inner.getLoop() });
  const passage = new ShieldedFuture(outer);
  inner._addWaiter(passage);
  outer._addWaiter(new Watch(inner, passage));
  return outer;
}

import type { Context } from "@asyncio-ts/loop";
import { captureContext, realm } from "@asyncio-ts/loop/kit";
import type { AwaitableLike, Startable } from "./awaitable.ts";
import { ensureFuture } from "./ensure-future.ts";
import { Future } from "./future.ts";
import type { Waiter } from "./waiter.ts";
import { CANCELLED, FINISHED } from "./state.ts";
import { isTask, type Task } from "./task.ts";

/** Passes the outcome of a shielded future on to the outer one. */
class Passage implements Waiter {
  readonly awaiter: Task<unknown> | null = isTask(realm.current) ? realm.current : null;
  readonly steps = false;
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
  readonly steps = false;
  readonly #context: Context | null;

  constructor(context: Context | null) {
    this.#context = context;
  }

  settled(inner: Future<unknown>): void {
    if (inner._state === CANCELLED || inner._state === FINISHED) return;
    const exception = inner.exception();
    const name = exception instanceof Error ? exception.name : String(exception);
    realm.current!.context = this.#context;
    inner._loop.callExceptionHandler({ message: `${name} exception in shielded future`, exception, future: inner });
  }
}

/** Stands with the outer future: once that was given up, the inner one's failure is reported. */
class Watch implements Waiter {
  readonly awaiter = null;
  readonly steps = false;
  readonly #inner: Future<unknown>;
  readonly #passage: Passage;
  readonly #log = new Log(captureContext());

  constructor(inner: Future<unknown>, passage: Passage) {
    this.#inner = inner;
    this.#passage = passage;
  }

  settled(): void {
    const inner = this.#inner;
    if (inner._state >= FINISHED) return;
    inner._unwait((waiter) => waiter === this.#passage || waiter instanceof Log);
    inner._wait(this.#log);
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
  const passage = new Passage(outer);
  inner._wait(passage);
  outer._wait(new Watch(inner, passage));
  return outer;
}

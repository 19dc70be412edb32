import type { Failure } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, getRunningLoop, type Source } from "@asyncio-ts/tasks";
import { checkCanAwaitPromises } from "@asyncio-ts/tasks/lowlevel";
import { fromPromise } from "./from-promise.ts";

/** A call of the iterator's `next()`, until a reader takes its result. */
interface PendingResult<T> {
  promise: Promise<IteratorResult<T>>;
  /** The rejection of the promise, or null. */
  rejection: Failure | null;
}

/** Adapts an async iterator to a Source. If a reader is cancelled while `next()` is pending, the item goes to the next reader. */
export class AsyncIteratorSource<T> implements Source<T> {
  readonly #iterator: AsyncIterator<T, unknown>;
  #pending: PendingResult<T> | null = null;
  #ended = false;

  constructor(iterator: AsyncIterator<T, unknown>) {
    this.#iterator = iterator;
  }

  *next(): Coroutine<IteratorResult<T>> {
    if (this.#ended) return { done: true, value: undefined };
    checkCanAwaitPromises(getRunningLoop());
    const pending = (this.#pending ??= this.#callNext());
    let result: IteratorResult<T>;
    try {
      result = yield* fromPromise(pending.promise);
    } catch (error) {
      // A cancelled wait throws here too, and must not end the source.
      if (pending.rejection !== null && Object.is(pending.rejection.error, error)) this.#ended = true;
      throw error;
    }
    // Another reader was waiting for the same result and has taken it.
    if (this.#pending !== pending) return yield* this.next();
    this.#pending = null;
    if (result.done === true) this.#ended = true;
    return result;
  }

  /** Closes the iterator and waits for that, unless `next()` is pending: an async generator closes only after that call. */
  *return(): Coroutine<void> {
    if (this.#ended) return;
    this.#ended = true;
    const closing = this.#iterator.return?.();
    if (closing === undefined) return;
    if (this.#pending === null) yield* fromPromise(Promise.resolve(closing));
    else closing.then(undefined, () => {});
  }

  #callNext(): PendingResult<T> {
    const promise = Promise.resolve(this.#iterator.next() as Promise<IteratorResult<T>>);
    const pending: PendingResult<T> = { promise, rejection: null };
    promise.then(undefined, (error: unknown) => (pending.rejection = { error }));
    return pending;
  }
}

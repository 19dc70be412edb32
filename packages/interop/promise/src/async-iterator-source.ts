import { type Coroutine, getRunningLoop, type Source } from "@asyncio-ts/tasks";
import { fromPromise } from "./from-promise.ts";
import { checkCanWait } from "./promise-loop.ts";

/** An item that was asked for. */
interface Asked<T> {
  promise: Promise<IteratorResult<T>>;
  /** What it has rejected with. */
  rejected: { reason: unknown } | null;
}

/** An async iterator as a source: what it is asked for and gives too late for one reader, the next one gets. */
export class Pulled<T> implements Source<T> {
  readonly #iterator: AsyncIterator<T, unknown>;
  #asked: Asked<T> | null = null;
  #ended = false;

  constructor(iterator: AsyncIterator<T, unknown>) {
    this.#iterator = iterator;
  }

  *next(): Coroutine<IteratorResult<T>> {
    if (this.#ended) return { done: true, value: undefined };
    checkCanWait(getRunningLoop());
    const asked = (this.#asked ??= this.#ask());
    let result: IteratorResult<T>;
    try {
      result = yield* fromPromise(asked.promise);
    } catch (error) {
      if (asked.rejected !== null && Object.is(asked.rejected.reason, error)) this.#ended = true;
      throw error;
    }
    // Another reader may have waited for the same item.
    if (this.#asked !== asked) return yield* this.next();
    this.#asked = null;
    if (result.done === true) this.#ended = true;
    return result;
  }

  /** Closes the iterator. While an item is still to come this is not waited for: a generator closes only after it has given that. */
  *return(): Coroutine<void> {
    if (this.#ended) return;
    this.#ended = true;
    const closing = this.#iterator.return?.();
    if (closing === undefined) return;
    if (this.#asked === null) yield* fromPromise(Promise.resolve(closing));
    else closing.then(undefined, () => {});
  }

  #ask(): Asked<T> {
    const promise = Promise.resolve(this.#iterator.next() as Promise<IteratorResult<T>>);
    const asked: Asked<T> = { promise, rejected: null };
    promise.then(undefined, (reason: unknown) => (asked.rejected = { reason }));
    return asked;
  }
}

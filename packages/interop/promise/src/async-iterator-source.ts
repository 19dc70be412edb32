import { type Failure, repr } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, type Future, getRunningLoop, type Source } from "@asyncio-ts/tasks";
import { checkCanAwaitPromises } from "@asyncio-ts/tasks/lowlevel";
import { fromPromise } from "./from-promise.ts";

/** A call of the iterator's `next()`, until a reader takes its result. */
interface PendingResult<T> {
  promise: Promise<IteratorResult<T>>;
  /** The rejection of the promise, or null. */
  rejection: Failure | null;
}

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * Adapts an async iterator to a Source. Its readers take turns, in the order of their calls.
 *
 * If a reader is cancelled while `next()` is pending, the item goes to the next reader.
 */
export class AsyncIteratorSource<T> implements Source<T> {
  readonly #iterator: AsyncIterator<T, unknown>;
  readonly #caller: string;
  #pending: PendingResult<T> | null = null;
  /** The turns of the readers in line. The first is done, and its reader waits for the iterator. */
  readonly #turns = new Set<Future<void>>();
  /** The wait for the iterator, for `return()` to end. */
  #wait: Future<IteratorResult<T>> | null = null;
  #ended = false;

  /** @param caller the public function, for error messages */
  constructor(caller: string, iterator: AsyncIterator<T, unknown>) {
    this.#caller = caller;
    this.#iterator = iterator;
  }

  *next(): Coroutine<IteratorResult<T>> {
    if (this.#ended) return DONE;
    const loop = getRunningLoop();
    checkCanAwaitPromises(loop);
    const turn = loop.createFuture<void>();
    this.#turns.add(turn);
    try {
      this.#callFirst();
      yield* turn;
      return yield* this.#read();
    } finally {
      this.#turns.delete(turn);
      this.#callFirst();
    }
  }

  /** Gives the first reader in line its turn. Readers of a closed loop never come. */
  #callFirst(): void {
    for (const turn of this.#turns) {
      if (!turn.getLoop().isClosed()) return void (turn.done() || turn.setResult());
      this.#turns.delete(turn);
    }
  }

  *#read(): Coroutine<IteratorResult<T>> {
    if (this.#ended) return DONE;
    const pending = (this.#pending ??= this.#callNext());
    this.#wait = fromPromise(pending.promise);
    let result: IteratorResult<T>;
    try {
      result = yield* this.#wait;
    } catch (error) {
      // A cancelled wait throws here too, and must not end the source.
      if (pending.rejection !== null && Object.is(pending.rejection.error, error)) this.#ended = true;
      throw error;
    } finally {
      this.#wait = null;
    }
    if (result === DONE) return DONE;
    this.#pending = null;
    if (typeof result !== "object" || result === null) {
      throw new TypeError(`${this.#caller}: an iterator result was expected from next(), got ${repr(result)}`);
    }
    if (result.done === true) this.#ended = true;
    return result;
  }

  /** Closes the iterator, and ends all readers. Waits for the iterator, unless `next()` is pending: an async generator closes only after that call. */
  *return(): Coroutine<void> {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#wait?.done() === false) this.#wait.setResult(DONE);
    // Iterators may return plain objects where promises are due, as `for await` accepts them.
    const closing = Promise.resolve(this.#iterator.return?.());
    if (this.#pending === null) yield* fromPromise(closing);
    else closing.then(undefined, () => {});
  }

  #callNext(): PendingResult<T> {
    const promise = this.#nextPromise();
    const pending: PendingResult<T> = { promise, rejection: null };
    promise.then(undefined, (error: unknown) => (pending.rejection = { error }));
    return pending;
  }

  #nextPromise(): Promise<IteratorResult<T>> {
    try {
      return Promise.resolve(this.#iterator.next() as Promise<IteratorResult<T>>);
    } catch (error) {
      return Promise.reject(error);
    }
  }
}

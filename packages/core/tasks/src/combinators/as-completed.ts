import type { TimerHandle } from "@asyncio-ts/loop";
import { checkMilliseconds, checkOptions, Fifo, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { AwaitableLike, Coroutine, ResultOf, Startable } from "../coroutines/awaitable.ts";
import { futureOf } from "../kernel/ensure-future.ts";
import { TimeoutError } from "../kernel/errors.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import { type Future, isFuture } from "../kernel/future.ts";
import { addWaiter, removeWaiters } from "../kernel/waiter.ts";
import { isCoroutine } from "../coroutines/generator.ts";
import { listOf } from "../coroutines/iterator-protocol.ts";
import { getEventLoop, getRunningLoop } from "../kernel/running-loop.ts";

/** A queue of futures in the order of their completion. Null marks a future that missed the timeout. */
class CompletedFutures {
  readonly #completed = new Fifo<Future<any> | null>();
  /** Getters that were cancelled stay until they are the first, or until they are the majority. */
  #getters = new Fifo<Future<void>>();
  #cancelled = 0;

  put(future: Future<any> | null): void {
    this.#completed.push(future);
    this.#wakeNext();
  }

  *get(): Coroutine<Future<any> | null> {
    while (this.#completed.size === 0) {
      const getter = getRunningLoop().createFuture<void>();
      this.#getters.push(getter);
      try {
        yield* getter;
      } catch (error) {
        getter.cancel();
        if (getter.cancelled()) this.#dropCancelled();
        // A getter that was cancelled after its wake-up passes the wake-up on.
        else if (this.#completed.size > 0) this.#wakeNext();
        throw error;
      }
    }
    return this.#completed.pop();
  }

  #wakeNext(): void {
    while (this.#getters.size > 0) {
      const getter = this.#getters.pop();
      if (!getter.done()) return getter.setResult();
      this.#cancelled--;
    }
  }

  #dropCancelled(): void {
    if (++this.#cancelled <= this.#getters.size / 2) return;
    const getters = this.#getters;
    this.#getters = new Fifo();
    while (getters.size > 0) {
      const getter = getters.pop();
      if (!getter.done()) this.#getters.push(getter);
    }
    this.#cancelled = 0;
  }
}

/**
 * The result of `asCompleted`: a source for `forEach`, and an iterable for `for … of`. Each continues where the other stopped.
 */
export class AsCompleted<A> {
  /** @internal */
  readonly awaiter = null;
  /** @internal */
  readonly isTask = false;
  readonly #completed = new CompletedFutures();
  readonly #unfinished: Set<Future<any>>;
  readonly #timer: TimerHandle | null;
  #left: number;

  /** @internal */
  constructor(loop: EventLoop, awaitables: Iterable<A>, timeout: number | null) {
    const distinct = new Set(listOf("asCompleted", awaitables));
    const futures = Array.from(distinct, (awaitable) => futureOf("asCompleted", awaitable as AwaitableLike<any>, loop));
    this.#unfinished = new Set(futures);
    this.#left = this.#unfinished.size;
    for (const future of this.#unfinished) addWaiter(future, this);
    this.#timer = timeout === null || this.#left === 0 ? null : loop.callLater(timeout, () => this.#onTimeout());
  }

  /** Returns the next future that is done: the given one, or the task created for it. @throws TimeoutError after the timeout */
  *next(): Coroutine<IteratorResult<A extends Future<any> ? A : Future<ResultOf<A>>>> {
    if (this.#left === 0) return { done: true, value: undefined };
    this.#left--;
    return { done: false, value: (yield* this.#one()) as never };
  }

  /** Returns an iterator of coroutines of the next results. The loop may be left and continued. */
  [Symbol.iterator](): Iterator<Coroutine<ResultOf<A>>> {
    return {
      next: () => {
        if (this.#left === 0) return { done: true, value: undefined };
        this.#left--;
        return { done: false, value: this.#oneResult() };
      },
    };
  }

  /** @internal */
  futureDone(future: Future<unknown>): void {
    if (!this.#unfinished.delete(future)) return;
    this.#completed.put(future);
    if (this.#unfinished.size === 0) this.#timer?.cancel();
  }

  *#one(): Coroutine<Future<any>> {
    const future = yield* this.#completed.get();
    if (future === null) throw new TimeoutError("asCompleted: the timeout has passed, and not all awaitables are done");
    return future;
  }

  *#oneResult(): Coroutine<ResultOf<A>> {
    return (yield* this.#one()).result();
  }

  #onTimeout(): void {
    for (const future of this.#unfinished) {
      removeWaiters(future, (waiter) => waiter === this);
      this.#completed.put(null);
    }
    this.#unfinished.clear();
  }
}

/**
 * Runs awaitables concurrently, and returns them in the order of their completion.
 *
 * `forEach` and `iterate` get the original futures and tasks; `for … of` gets coroutines of the results, to be awaited in turn.
 * The timeout cancels nothing.
 *
 * Mirrors `asyncio.as_completed`.
 *
 * @param options.timeout milliseconds for all of them; none by default
 * @throws TypeError if a future or a coroutine is given in place of a collection
 */
export function asCompleted<A extends AwaitableLike<any> | Startable<any>>(
  awaitables: Iterable<A>,
  options: { timeout?: number | null } = {},
): AsCompleted<A> {
  if (isFuture(awaitables) || isCoroutine(awaitables) || typeof awaitables?.[Symbol.iterator] !== "function") {
    throw wrongArgument("asCompleted", "a collection of awaitables", awaitables);
  }
  checkOptions("asCompleted", options);
  const { timeout = null } = options;
  checkMilliseconds("asCompleted", timeout, true);
  return new AsCompleted(getEventLoop(), awaitables, timeout);
}

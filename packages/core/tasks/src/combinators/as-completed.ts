import type { TimerHandle } from "@asyncio-ts/loop";
import { repr } from "@asyncio-ts/loop/lowlevel";
import type { AwaitableLike, Coroutine, ResultOf, Startable } from "../coroutines/awaitable.ts";
import { ensureFuture } from "../kernel/ensure-future.ts";
import { TimeoutError } from "../kernel/errors.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import { type Future, isFuture } from "../kernel/future.ts";
import type { Waiter } from "../kernel/waiter.ts";
import { isCoroutine } from "../coroutines/generator.ts";
import { getEventLoop, getRunningLoop } from "../kernel/running-loop.ts";

/** Futures in the order they are done, and those who wait for the next; null stands for "too late". */
class Arrivals {
  readonly #arrived: (Future<any> | null)[] = [];
  #getters: Future<void>[] = [];

  put(future: Future<any> | null): void {
    this.#arrived.push(future);
    this.#wakeNext();
  }

  *get(): Coroutine<Future<any> | null> {
    while (this.#arrived.length === 0) {
      const getter = getRunningLoop().createFuture<void>();
      this.#getters.push(getter);
      try {
        yield* getter;
      } catch (error) {
        // Cancelled after it was woken: the next one is to have what came.
        this.#getters = this.#getters.filter((other) => other !== getter);
        if (!getter.cancel() && !getter.cancelled() && this.#arrived.length > 0) this.#wakeNext();
        throw error;
      }
    }
    return this.#arrived.shift()!;
  }

  #wakeNext(): void {
    for (let getter = this.#getters.shift(); getter !== undefined; getter = this.#getters.shift()) {
      if (!getter.done()) return getter.setResult();
    }
  }
}

/**
 * What `asCompleted` gives: a source for `forEach`, and an iterable for `for … of`. Both go on where the other left off.
 */
export class AsCompleted<A> implements Waiter {
  /** Nobody: it waits for itself, not for a task. */
  readonly awaiter = null;
  /** No step of a task is taken when it is told. */
  readonly isTask = false;
  readonly #arrivals = new Arrivals();
  readonly #unfinished: Set<Future<any>>;
  readonly #timer: TimerHandle | null;
  #left: number;

  /** @internal */
  constructor(loop: EventLoop, awaitables: Iterable<A>, timeout: number | null) {
    const futures = Array.from(new Set(awaitables), (awaitable) => ensureFuture(awaitable as AwaitableLike<any>, { loop }));
    this.#unfinished = new Set(futures);
    this.#left = this.#unfinished.size;
    for (const future of this.#unfinished) future._addWaiter(this);
    this.#timer = timeout === null || this.#left === 0 ? null : loop.callLater(timeout, () => this.#giveUp());
  }

  /** The next future that is done: the given one, or the task made for it. @throws TimeoutError once the time is over */
  *next(): Coroutine<IteratorResult<A extends Future<any> ? A : Future<ResultOf<A>>>> {
    if (this.#left === 0) return { done: true, value: undefined };
    this.#left--;
    return { done: false, value: (yield* this.#one()) as never };
  }

  /** Coroutines of the next results. The iterator may be left and taken up again. */
  [Symbol.iterator](): Iterator<Coroutine<ResultOf<A>>> {
    return {
      next: () => {
        if (this.#left === 0) return { done: true, value: undefined };
        this.#left--;
        return { done: false, value: this.#oneResult() };
      },
    };
  }

  /** A waiter's part: one is done. */
  settled(future: Future<unknown>): void {
    if (!this.#unfinished.delete(future)) return;
    this.#arrivals.put(future);
    if (this.#unfinished.size === 0) this.#timer?.cancel();
  }

  *#one(): Coroutine<Future<any>> {
    const future = yield* this.#arrivals.get();
    if (future === null) throw new TimeoutError();
    return future;
  }

  *#oneResult(): Coroutine<ResultOf<A>> {
    return (yield* this.#one()).result();
  }

  #giveUp(): void {
    for (const future of this.#unfinished) {
      future._removeWaiters((waiter) => waiter === this);
      this.#arrivals.put(null);
    }
    this.#unfinished.clear();
  }
}

/**
 * Runs awaitables beside each other and gives them as they are done.
 *
 * With `forEach`, and `iterate`, it gives the original futures and tasks; `for … of` gives coroutines of the results, to be
 * awaited in turn. The timeout cancels nothing.
 *
 * Mirrors `asyncio.as_completed`.
 *
 * @param options.timeout milliseconds for all together; none by default
 * @throws TypeError when given a future, coroutine or generator in place of a collection
 */
export function asCompleted<A extends AwaitableLike<any> | Startable<any>>(
  awaitables: Iterable<A>,
  options: { timeout?: number | null } = {},
): AsCompleted<A> {
  if (isFuture(awaitables) || isCoroutine(awaitables) || typeof awaitables?.[Symbol.iterator] !== "function") {
    throw new TypeError(`asCompleted: a collection of awaitables was expected, got ${repr(awaitables)}`);
  }
  return new AsCompleted(getEventLoop(), awaitables, options.timeout ?? null);
}

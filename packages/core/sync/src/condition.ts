import { brand, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { CancelledError, type Coroutine, isCoroutine } from "@asyncio-ts/tasks";
import { checkBody, checkBodyResult } from "@asyncio-ts/tasks/lowlevel";
import { Lock } from "./lock.ts";
import { LoopBound } from "./loop-bound.ts";
import type { Permit } from "./permit.ts";
import { WaitList } from "./wait-list.ts";

/**
 * Lets tasks wait until other tasks notify them of a change, with a lock around the state that changes.
 *
 * Mirrors `asyncio.Condition`.
 */
export class Condition extends LoopBound {
  readonly #lock: Lock;
  readonly #waiters = new WaitList(this);

  /**
   * @param lock the lock to use; a new one by default
   * @throws TypeError when `lock` is not a Lock
   */
  constructor(lock: Lock = new Lock()) {
    super();
    if (!(lock instanceof Lock)) throw new TypeError(`Condition: a Lock was expected, got ${repr(lock)}`);
    this.#lock = lock;
  }

  /** Returns whether the lock is held. */
  locked(): boolean {
    return this.#lock.locked();
  }

  /**
   * Waits until the lock is free, and acquires it.
   *
   * @returns a Disposable that releases the lock, unless `release` was called before
   */
  acquire(): Coroutine<Disposable> {
    return this.#lock.acquire();
  }

  /**
   * Releases the lock.
   *
   * @throws Error when the lock is not held
   */
  release(): void {
    this.#lock.release();
  }

  /**
   * Runs a body with the lock held, and releases it at every exit. Mirrors `async with condition`.
   *
   * @returns the result of `body`
   * @throws TypeError when `body` is not a `function*`, and returns nothing to await
   */
  *use<T>(body: (condition: this) => Coroutine<T>): Coroutine<T> {
    checkBody("Condition.use", body);
    yield* this.acquire();
    try {
      return yield* checkBodyResult("Condition.use", body(this));
    } finally {
      this.release();
    }
  }

  /**
   * Releases the lock, waits until notified, and acquires the lock again.
   *
   * A cancellation does not keep it from acquiring the lock: the latest one is thrown once the lock is held. Wake-ups may be
   * spurious, so check the state again, or use `waitFor`.
   *
   * @throws Error when the lock is not held
   */
  *wait(): Coroutine<true> {
    const { _holder: holder } = this.#lock;
    if (holder === null) throw new Error(`cannot wait on un-acquired lock: ${this.toString()}`);
    const loop = this._getLoop();
    this.release();
    try {
      try {
        yield* this.#waiters.park(loop);
        return true;
      } finally {
        yield* this.#reacquire(holder);
      }
    } catch (error) {
      // This waiter may have consumed a notification; pass it on.
      this.#notify(1);
      throw error;
    }
  }

  /**
   * Waits until a predicate holds. It is called with the lock held, at first and after each wake-up.
   *
   * @returns the predicate's first truthy value
   * @throws Error when the predicate does not hold and the lock is not held
   */
  *waitFor<T>(predicate: () => T): Coroutine<T> {
    let result = resultOf(predicate);
    while (!result) {
      yield* this.wait();
      result = resultOf(predicate);
    }
    return result;
  }

  /**
   * Wakes waiters. They go on once they have acquired the lock.
   *
   * @param n the number of waiters to wake at most
   * @throws Error when the lock is not held
   * @throws TypeError when `n` is not a number
   */
  notify(n = 1): void {
    if (typeof n !== "number" || Number.isNaN(n)) throw wrongArgument("Condition.notify", "a number of waiters", n);
    if (!this.locked()) throw new Error(`cannot notify on un-acquired lock: ${this.toString()}`);
    this.#notify(n);
  }

  /**
   * Wakes all waiters.
   *
   * @throws Error when the lock is not held
   */
  notifyAll(): void {
    this.notify(this.#waiters.size);
  }

  #notify(n: number): void {
    for (let woken = 0; woken < n && this.#waiters.wakeNext(); woken++);
  }

  /** Acquires the lock with the permit that released it, so that disposing the permit still releases the lock. */
  *#reacquire(permit: Permit): Coroutine<void> {
    let cancelled: CancelledError | null = null;
    for (;;) {
      try {
        yield* this.#lock._acquireWith(permit);
        break;
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
        cancelled = error;
      }
    }
    if (cancelled !== null) throw cancelled;
  }

  /** Returns the state, for errors and logs. */
  override toString(): string {
    return `<Condition [${this.locked() ? "locked" : "unlocked"}${this.#waiters}]>`;
  }
}

brand(Condition, "Condition");

/** @throws TypeError when a predicate is not a plain function: the promise or the coroutine of another one is always truthy */
function resultOf<T>(predicate: () => T): T {
  if (typeof predicate !== "function") throw new TypeError(`waitFor: a function was expected, got ${repr(predicate)}`);
  const result = predicate();
  if (isCoroutine(result)) throw new TypeError(`waitFor: ${repr(predicate)} returned a coroutine, which is always truthy`);
  if (!(result instanceof Promise)) return result;
  result.catch(() => {});
  throw new TypeError(`waitFor: ${repr(predicate)} returned a promise, which is always truthy`);
}

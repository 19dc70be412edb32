import { brand, repr } from "@asyncio-ts/loop/lowlevel";
import { CancelledError, type Coroutine, isCoroutine } from "@asyncio-ts/tasks";
import { Lock } from "./lock.ts";
import { LoopBound } from "./loop-bound.ts";
import type { Permit } from "./permit.ts";
import { Waiters } from "./waiters.ts";

/** Something to wait for that others change under a lock, and then notify of. Mirrors `asyncio.Condition`. */
export class Condition extends LoopBound {
  readonly #lock: Lock;
  readonly #waiters = new Waiters(this);

  /**
   * @param lock one of its own by default
   * @throws TypeError when it is no Lock
   */
  constructor(lock: Lock = new Lock()) {
    super();
    if (!(lock instanceof Lock)) throw new TypeError(`Condition: a Lock was expected, got ${repr(lock)}`);
    this.#lock = lock;
  }

  /** Whether somebody holds the lock. */
  locked(): boolean {
    return this.#lock.locked();
  }

  /** Waits until the lock is free, and takes it. Gives what releases it. */
  acquire(): Coroutine<Disposable> {
    return this.#lock.acquire();
  }

  /** Frees the lock. @throws Error when nobody holds it */
  release(): void {
    this.#lock.release();
  }

  /** Holds the lock around `body`: the `async with condition` of asyncio. */
  *use<T>(body: (condition: this) => Coroutine<T>): Coroutine<T> {
    yield* this.acquire();
    try {
      return yield* body(this);
    } finally {
      this.release();
    }
  }

  /**
   * Frees the lock, waits until notified, and takes the lock again, whatever cancellations arrive meanwhile; then the latest
   * of these is thrown. It may return without cause, so look at the condition again, or use `waitFor`.
   *
   * @throws Error when nobody holds the lock
   */
  *wait(): Coroutine<true> {
    const { _holder: holder } = this.#lock;
    if (holder === null) throw new Error(`cannot wait on un-acquired lock: ${this.toString()}`);
    const loop = this.loop();
    this.release();
    try {
      try {
        yield* this.#waiters.park(loop);
        return true;
      } finally {
        yield* this.#reacquire(holder);
      }
    } catch (error) {
      // This one may have been notified and can't use it: somebody else is to be.
      this.#notify(1);
      throw error;
    }
  }

  /** Waits until `predicate` gives a truthy value, and gives that value. It is asked under the lock. */
  *waitFor<T>(predicate: () => T): Coroutine<T> {
    let result = resultOf(predicate);
    while (!result) {
      yield* this.wait();
      result = resultOf(predicate);
    }
    return result;
  }

  /**
   * Wakes up to `n` who wait; they go on once they have the lock.
   *
   * @throws Error when nobody holds the lock
   */
  notify(n = 1): void {
    if (!this.locked()) throw new Error(`cannot notify on un-acquired lock: ${this.toString()}`);
    this.#notify(n);
  }

  /** Wakes all who wait. @throws Error when nobody holds the lock */
  notifyAll(): void {
    this.notify(this.#waiters.size);
  }

  #notify(n: number): void {
    for (let woken = 0; woken < n && this.#waiters.wakeNext(); woken++);
  }

  /** Takes the lock with the permit that gave way, so that disposing it releases as before. */
  *#reacquire(permit: Permit): Coroutine<void> {
    let cancelled: CancelledError | null = null;
    for (;;) {
      try {
        yield* this.#lock._take(permit);
        break;
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
        cancelled = error;
      }
    }
    if (cancelled !== null) throw cancelled;
  }

  /** Its state, as errors and logs show it. */
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

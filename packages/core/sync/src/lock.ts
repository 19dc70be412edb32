import { brand, runtime } from "@asyncio-ts/loop/lowlevel";
import { markCoroutineMethods } from "@asyncio-ts/tasks/lowlevel";
import type { Coroutine } from "@asyncio-ts/tasks";
import { LoopBound } from "./loop-bound.ts";
import { Permit } from "./permit.ts";
import { type WaitPolicy, QueuedWait } from "./queued-wait.ts";
import { type WaitEntry, WaitList } from "./wait-list.ts";

/**
 * A mutual exclusion lock for tasks. Waiters acquire it in the order of their calls.
 *
 * A release does not hand the lock over. It wakes the first waiter, and tasks that call `acquire` meanwhile queue behind.
 *
 * Mirrors `asyncio.Lock`.
 *
 * @example
 * ```ts
 * import { Lock } from "@asyncio-ts/sync";
 * import { gather, run, sleep } from "@asyncio-ts/tasks";
 *
 * const lock = new Lock();
 *
 * function* visit(name: string) {
 *   using _ = yield* lock.acquire();
 *   console.log(`${name} in`);
 *   yield* sleep(10);
 *   console.log(`${name} out`);
 * }
 *
 * await run(function* () {
 *   yield* gather(visit("ada"), visit("bob"));
 * });
 * // prints ada in
 * // prints ada out
 * // prints bob in
 * // prints bob out
 * ```
 */
export class Lock extends LoopBound {
  readonly #waiters: LockWaiters = new LockWaiters(this);
  /** @internal The permit that holds the lock. */
  _holder: Permit | null = null;

  /** Returns whether the lock is held. */
  locked(): boolean {
    return this._holder !== null;
  }

  /**
   * Waits until the lock is free, and acquires it.
   *
   * @returns a Disposable that releases the lock, unless `release` was called before
   */
  acquire(): Coroutine<Disposable> {
    return this._acquireWith(new Permit(this));
  }

  /** @internal Acquires the lock for a given permit. `Condition.wait` passes the permit that it released. */
  _acquireWith(permit: Permit): Coroutine<Permit> {
    return new QueuedWait(this.#waiters, permit) as never;
  }

  /**
   * Releases the lock, and wakes the first waiter.
   *
   * @throws Error when the lock is not held
   */
  release(): void {
    if (this._holder === null) throw new Error(`Lock is not acquired: ${this.toString()}`);
    this._holder.holder = null;
    this._holder = null;
    this.#waiters.wakeFirst();
  }

  /** @internal */
  _releasePermit(permit: Permit): void {
    if (this._holder === permit) this.release();
  }

  /** Returns the state, for errors and logs. */
  override toString(): string {
    return `<Lock [${this._holder === null ? "unlocked" : "locked"}${this.#waiters}]>`;
  }
}

brand(Lock, "Lock");
markCoroutineMethods(Lock, "acquire");

/** Returns the task that holds a lock; null if the lock is free, or was acquired outside a task. */
export function holderOf(lock: Lock): object | null {
  return lock._holder === null ? null : lock._holder.holder;
}

/** The waiters of a lock. */
class LockWaiters extends WaitList implements WaitPolicy<Permit, Permit> {
  declare readonly primitive: Lock;

  enqueue(): WaitEntry | null {
    const lock = this.primitive;
    return lock._holder !== null || this.live > 0 ? this.add(lock._getLoop()) : null;
  }

  retry(entry: WaitEntry): null {
    this.remove(entry);
    return null;
  }

  take(permit: Permit): Permit {
    permit.holder = runtime.current;
    return (this.primitive._holder = permit);
  }

  abandon(entry: WaitEntry): void {
    this.remove(entry);
    // This waiter may have consumed the wake-up of a release; pass it on.
    if (this.primitive._holder === null) this.wakeFirst();
  }

  wakeFirst(): void {
    if (this.first !== null && !this.first.done()) this.first.setResult();
  }
}

import { brand } from "@asyncio-ts/loop/lowlevel";
import { markCoroutineMethods } from "@asyncio-ts/tasks/lowlevel";
import type { Coroutine } from "@asyncio-ts/tasks";
import { LoopBound } from "./loop-bound.ts";
import { Permit } from "./permit.ts";
import { type WaitPolicy, QueuedWait } from "./queued-wait.ts";
import { type Waiter, Waiters } from "./waiters.ts";

/**
 * Mutual exclusion between tasks, in the order of asking.
 *
 * A release hands nothing over: it wakes the first waiter, and whoever asks meanwhile queues behind.
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
  readonly #waiters: Contenders = new Contenders(this);
  /** @internal */
  _holder: Permit | null = null;

  /** Whether somebody holds it. */
  locked(): boolean {
    return this._holder !== null;
  }

  /** Waits until it is free, and takes it. Gives what releases it; releasing by hand does as well. */
  acquire(): Coroutine<Disposable> {
    return this._take(new Permit(this));
  }

  /** @internal Acquires with a permit, which may be one that held it before. */
  _take(permit: Permit): Coroutine<Permit> {
    return new QueuedWait(this.#waiters, permit) as never;
  }

  /** @internal Stands in line, unless it is free and nobody does. */
  _join(): Waiter | null {
    return this._holder !== null || this.#waiters.live > 0 ? this.#waiters.add(this.loop()) : null;
  }

  /**
   * Frees it, and wakes the first who waits.
   *
   * @throws Error when nobody holds it
   */
  release(): void {
    if (this._holder === null) throw new Error(`Lock is not acquired: ${this.toString()}`);
    this._holder = null;
    this.#waiters.wakeFirst();
  }

  /** @internal */
  giveBack(permit: Permit): void {
    if (this._holder === permit) this.release();
  }

  /** Its state, as errors and logs show it. */
  override toString(): string {
    return `<Lock [${this._holder === null ? "unlocked" : "locked"}${this.#waiters}]>`;
  }
}

brand(Lock, "Lock");
markCoroutineMethods(Lock, "acquire");

/** Those who wait for a lock. */
class Contenders extends Waiters implements WaitPolicy<Permit, Permit> {
  declare readonly owner: Lock;

  enqueue(): Waiter | null {
    return this.owner._join();
  }

  retry(waiter: Waiter): null {
    this.remove(waiter);
    return null;
  }

  take(permit: Permit): Permit {
    return (this.owner._holder = permit);
  }

  abandon(waiter: Waiter): void {
    this.remove(waiter);
    // The wake-up may have been this one's: somebody else is to have it.
    if (this.owner._holder === null) this.wakeFirst();
  }

  wakeFirst(): void {
    if (this.first !== null && !this.first.done()) this.first.setResult();
  }
}

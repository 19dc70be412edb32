import { brand } from "@asyncio-ts/loop/kit";
import type { Coroutine } from "@asyncio-ts/tasks";
import { LoopBound } from "./loop-bound.ts";
import { Permit } from "./permit.ts";
import { Waiters } from "./waiters.ts";

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
  readonly #waiters = new Waiters(this);
  #holder: Permit | null = null;

  /** Whether somebody holds it. */
  locked(): boolean {
    return this.#holder !== null;
  }

  /** Waits until it is free, and takes it. Gives what releases it; releasing by hand does as well. */
  acquire(): Coroutine<Disposable> {
    return this.take(new Permit(this));
  }

  /** @internal */
  get holder(): Permit | null {
    return this.#holder;
  }

  /** @internal Acquires with a permit, which may be one that held it before. */
  *take(permit: Permit): Coroutine<Permit> {
    if (this.#holder !== null || this.#waiters.live > 0) yield* this.#wait();
    return (this.#holder = permit);
  }

  /**
   * Frees it, and wakes the first who waits.
   *
   * @throws Error when nobody holds it
   */
  release(): void {
    if (this.#holder === null) throw new Error(`Lock is not acquired: ${this.toString()}`);
    this.#holder = null;
    this.#wakeFirst();
  }

  /** @internal */
  giveBack(permit: Permit): void {
    if (this.#holder === permit) this.release();
  }

  *#wait(): Coroutine<void> {
    let goesOn = false;
    try {
      yield* this.#waiters.park(this.loop());
      goesOn = true;
    } finally {
      // The wake-up may have been this one's: somebody else is to have it.
      if (!goesOn && this.#holder === null) this.#wakeFirst();
    }
  }

  #wakeFirst(): void {
    const { first } = this.#waiters;
    if (first !== null && !first.done()) first.setResult();
  }

  override toString(): string {
    return `<Lock [${this.#holder === null ? "unlocked" : "locked"}${this.#waiters}]>`;
  }
}

brand(Lock, "Lock");

import { brand, repr } from "@asyncio-ts/loop/kit";
import type { Coroutine } from "@asyncio-ts/tasks";
import { LoopBound } from "./loop-bound.ts";
import { Permit } from "./permit.ts";
import { Waiters } from "./waiters.ts";

/** A number of permits, given in the order of asking. Mirrors `asyncio.Semaphore`. */
export class Semaphore extends LoopBound {
  readonly #waiters = new Waiters(this);
  /** Permits that are free; the waker takes one for whom it wakes. */
  #value: number;

  /**
   * @param value how many permits there are
   * @throws RangeError when it is no whole number from 0 on
   */
  constructor(value = 1) {
    super();
    if (!Number.isInteger(value) || value < 0) {
      throw new RangeError(`${this.constructor.name}: a whole number from 0 on was expected as the initial value, got ${repr(value)}`);
    }
    this.#value = value;
  }

  /** Whether `acquire` would have to wait: no permit is free, or others wait already. */
  locked(): boolean {
    return this.#value === 0 || this.#waiters.live > 0;
  }

  /** Waits for a permit, and takes it. Gives what releases it, once; releasing by hand does as well, but not both. */
  *acquire(): Coroutine<Disposable> {
    if (this.locked()) yield* this.#wait();
    else this.#value--;
    return new Permit(this);
  }

  /** Gives a permit back, to the first who waits. */
  release(): void {
    this.#value++;
    this.#wakeNext();
  }

  /** @internal */
  giveBack(): void {
    this.release();
  }

  /** Permits that are free. */
  protected get value(): number {
    return this.#value;
  }

  *#wait(): Coroutine<void> {
    const waiter = this.#waiters.add(this.loop());
    let goesOn = false;
    try {
      yield* waiter;
      goesOn = true;
    } finally {
      // The permit that was taken for this one goes back.
      if (!goesOn && waiter.done() && !waiter.cancelled()) this.#value++;
      this.#waiters.remove(waiter);
      // Others may have come while permits were free, and queued behind those who wait.
      while (this.#value > 0 && this.#wakeNext());
    }
  }

  #wakeNext(): boolean {
    const woken = this.#waiters.wakeNext();
    if (woken) this.#value--;
    return woken;
  }

  override toString(): string {
    const state = this.locked() ? "locked" : `unlocked, value:${this.#value}`;
    return `<${this.constructor.name} [${state}${this.#waiters}]>`;
  }
}

/** A semaphore that refuses more releases than there were permits at first. Mirrors `asyncio.BoundedSemaphore`. */
export class BoundedSemaphore extends Semaphore {
  readonly #bound: number;

  /** @throws RangeError when `value` is no whole number from 0 on */
  constructor(value = 1) {
    super(value);
    this.#bound = value;
  }

  /** Gives a permit back. @throws RangeError when all are free already */
  override release(): void {
    if (this.value >= this.#bound) throw new RangeError(`BoundedSemaphore released too many times: ${this.toString()}`);
    super.release();
  }
}

brand(Semaphore, "Semaphore");
brand(BoundedSemaphore, "BoundedSemaphore");

import { brand, nameOf, repr } from "@asyncio-ts/loop/lowlevel";
import { markCoroutineMethods } from "@asyncio-ts/tasks/lowlevel";
import type { Coroutine } from "@asyncio-ts/tasks";
import { LoopBound } from "./loop-bound.ts";
import { Permit } from "./permit.ts";
import { type WaitPolicy, QueuedWait } from "./queued-wait.ts";
import { type Waiter, Waiters } from "./waiters.ts";

/** A number of permits, given in the order of asking. Mirrors `asyncio.Semaphore`. */
export class Semaphore extends LoopBound {
  readonly #waiters: Contenders = new Contenders(this);
  /** @internal Permits that are free; the waker takes one for whom it wakes. */
  _value: number;

  /**
   * @param value how many permits there are
   * @throws RangeError when it is no whole number from 0 on
   */
  constructor(value = 1) {
    super();
    if (!Number.isInteger(value) || value < 0) {
      throw new RangeError(`${nameOf(this)}: a whole number from 0 on was expected as the initial value, got ${repr(value)}`);
    }
    this._value = value;
  }

  /** Whether `acquire` would have to wait: no permit is free, or others wait already. */
  locked(): boolean {
    return this._value === 0 || this.#waiters.live > 0;
  }

  /** Waits for a permit, and takes it. Gives what releases it, once; releasing by hand does as well, but not both. */
  acquire(): Coroutine<Disposable> {
    return new QueuedWait(this.#waiters, undefined) as never;
  }

  /** Gives a permit back, to the first who waits. */
  release(): void {
    this._value++;
    this.#waiters.serveNext();
  }

  /** @internal */
  giveBack(): void {
    this.release();
  }

  /** @internal Stands in line, unless a permit is free, which it takes. */
  _join(): Waiter | null {
    if (this.locked()) return this.#waiters.add(this.loop());
    this._value--;
    return null;
  }

  /** Its state, as errors and logs show it. */
  override toString(): string {
    const state = this.locked() ? "locked" : `unlocked, value:${this._value}`;
    return `<${nameOf(this)} [${state}${this.#waiters}]>`;
  }
}

brand(Semaphore, "Semaphore");
markCoroutineMethods(Semaphore, "acquire");

/** Those who wait for a permit. */
class Contenders extends Waiters implements WaitPolicy<void, Permit> {
  declare readonly owner: Semaphore;

  enqueue(): Waiter | null {
    return this.owner._join();
  }

  retry(waiter: Waiter): null {
    this.remove(waiter);
    this.serveAll();
    return null;
  }

  take(): Permit {
    return new Permit(this.owner);
  }

  abandon(waiter: Waiter): void {
    // The permit that was taken for this one goes back.
    if (waiter.done() && !waiter.cancelled()) this.owner._value++;
    this.remove(waiter);
    this.serveAll();
  }

  /** Others may have come while permits were free, and queued behind those who wait. */
  serveAll(): void {
    while (this.owner._value > 0 && this.serveNext());
  }

  /** Takes a permit for the first who waits, and wakes it. */
  serveNext(): boolean {
    const woken = this.wakeNext();
    if (woken) this.owner._value--;
    return woken;
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
    if (this._value >= this.#bound) throw new RangeError(`BoundedSemaphore released too many times: ${this.toString()}`);
    super.release();
  }
}

brand(BoundedSemaphore, "BoundedSemaphore");

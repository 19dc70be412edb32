import { brand, nameOf, repr } from "@asyncio-ts/loop/lowlevel";
import { markCoroutineMethods } from "@asyncio-ts/tasks/lowlevel";
import type { Coroutine } from "@asyncio-ts/tasks";
import { LoopBound } from "./loop-bound.ts";
import { Permit } from "./permit.ts";
import { type WaitPolicy, QueuedWait } from "./queued-wait.ts";
import { type WaitEntry, WaitList } from "./wait-list.ts";

/** A number of permits. Waiters get them in the order of their calls. Mirrors `asyncio.Semaphore`. */
export class Semaphore extends LoopBound {
  readonly #waiters: PermitWaiters = new PermitWaiters(this);
  /** @internal The number of free permits. The waker takes one for the waiter that it wakes. */
  _value: number;

  /**
   * @param value the initial number of permits
   * @throws RangeError when `value` is not a non-negative integer
   */
  constructor(value = 1) {
    super();
    if (!Number.isInteger(value) || value < 0) {
      throw new RangeError(`${nameOf(this)}: a non-negative integer was expected as the initial value, got ${repr(value)}`);
    }
    this._value = value;
  }

  /** Returns whether `acquire` would wait: no permit is free, or other tasks are waiting. */
  locked(): boolean {
    return this._value === 0 || this.#waiters.live > 0;
  }

  /**
   * Waits until a permit is free, and acquires it.
   *
   * @returns a Disposable that releases the permit, once; dispose it or call `release`, but not both
   */
  acquire(): Coroutine<Disposable> {
    return new QueuedWait(this.#waiters, undefined) as never;
  }

  /** Releases a permit, and passes it to the first waiter. */
  release(): void {
    this._value++;
    this.#waiters.grantNext();
  }

  /** @internal */
  _releasePermit(): void {
    this.release();
  }

  /** Returns the state, for errors and logs. */
  override toString(): string {
    const state = this.locked() ? "locked" : `unlocked, value:${this._value}`;
    return `<${nameOf(this)} [${state}${this.#waiters}]>`;
  }
}

brand(Semaphore, "Semaphore");
markCoroutineMethods(Semaphore, "acquire");

/** The waiters of a semaphore. */
class PermitWaiters extends WaitList implements WaitPolicy<void, Permit> {
  declare readonly primitive: Semaphore;

  enqueue(): WaitEntry | null {
    const semaphore = this.primitive;
    if (semaphore.locked()) return this.add(semaphore._getLoop());
    semaphore._value--;
    return null;
  }

  retry(entry: WaitEntry): null {
    this.remove(entry);
    this.grantAll();
    return null;
  }

  take(): Permit {
    return new Permit(this.primitive);
  }

  abandon(entry: WaitEntry): void {
    // Return the permit that was taken for this waiter.
    if (entry.done() && !entry.cancelled()) this.primitive._value++;
    this.remove(entry);
    this.grantAll();
  }

  /** Grants all free permits. There may be some, because tasks queue behind other waiters even if permits are free. */
  grantAll(): void {
    while (this.primitive._value > 0 && this.grantNext());
  }

  /** Takes a permit for the first pending waiter, and wakes it. @returns false if no waiter is pending */
  grantNext(): boolean {
    const granted = this.wakeNext();
    if (granted) this.primitive._value--;
    return granted;
  }
}

/** A semaphore that throws if a release would exceed its initial number of permits. Mirrors `asyncio.BoundedSemaphore`. */
export class BoundedSemaphore extends Semaphore {
  readonly #bound: number;

  /**
   * @param value the number of permits
   * @throws RangeError when `value` is not a non-negative integer
   */
  constructor(value = 1) {
    super(value);
    this.#bound = value;
  }

  /**
   * Releases a permit, and passes it to the first waiter.
   *
   * @throws RangeError when all permits are free
   */
  override release(): void {
    if (this._value >= this.#bound) throw new RangeError(`BoundedSemaphore released too many times: ${this.toString()}`);
    super.release();
  }
}

brand(BoundedSemaphore, "BoundedSemaphore");

import { type Coroutine, type EventLoop, Future } from "@asyncio-ts/tasks";

/** An object that tasks wait on. */
export interface Primitive {
  /** The object that errors and deadlock reports name: this one, or the primitive that it is a part of. */
  readonly _label: object;
}

/** A waiter: the future that a wait awaits, linked to its neighbours in a WaitList. Its text is that of the primitive. */
export class WaitEntry extends Future<void> {
  readonly list: WaitList;
  before: WaitEntry | null;
  after: WaitEntry | null = null;

  constructor(list: WaitList, before: WaitEntry | null, loop: EventLoop) {
    super({ loop });
    this.list = list;
    this.before = before;
  }

  /** Whether it is still in its list. */
  get isListed(): boolean {
    return this.before !== null || this.list.first === this;
  }

  override cancel(message?: string): boolean {
    const cancelled = super.cancel(message);
    if (cancelled && this.isListed) this.list.cancelled++;
    return cancelled;
  }

  override toString(): string {
    return String(this.list.primitive._label);
  }
}

/** Returns the primitive that an awaited future belongs to; null for other futures. */
export function primitiveOf(future: Future<unknown>): object | null {
  return future instanceof WaitEntry ? future.list.primitive._label : null;
}

/**
 * The waiters of a primitive, first in, first out. Every primitive of this package stands on it.
 *
 * A waiter is pending, woken or cancelled. Unless it was removed when it was woken, it stays in the list until its task has
 * run and removes it, from any position:
 *
 *     first → [woken] ⇄ [cancelled] ⇄ [pending] ⇄ [pending] ← last
 *                        ^ cursor: no waiter up to here is pending
 */
export class WaitList {
  readonly primitive: Primitive;
  first: WaitEntry | null = null;
  /** The number of waiters. */
  size = 0;
  /** The number of cancelled waiters that are still in the list. */
  cancelled = 0;
  #last: WaitEntry | null = null;
  #cursor: WaitEntry | null = null;

  constructor(primitive: Primitive) {
    this.primitive = primitive;
  }

  /** The number of waiters that are not cancelled. */
  get live(): number {
    return this.size - this.cancelled;
  }

  /** Waits at the end of the list until woken. Removes the waiter at every exit. */
  *park(loop: EventLoop): Coroutine<void> {
    const entry = this.add(loop);
    try {
      yield* entry;
    } finally {
      this.remove(entry);
    }
  }

  /** Adds a waiter at the end. */
  add(loop: EventLoop): WaitEntry {
    const last = this.#last;
    const entry = new WaitEntry(this, last, loop);
    if (last === null) this.first = entry;
    else last.after = entry;
    this.#last = entry;
    this.size++;
    return entry;
  }

  /** Removes a waiter. Does nothing if it was removed before. */
  remove(entry: WaitEntry): void {
    if (!entry.isListed) return;
    const { before, after } = entry;
    if (before === null) this.first = after;
    else before.after = after;
    if (after === null) this.#last = before;
    else after.before = before;
    if (this.#cursor === entry) this.#cursor = before;
    entry.before = entry.after = null;
    this.size--;
    if (entry.cancelled()) this.cancelled--;
  }

  /** Wakes the first pending waiter, which stays in the list. @returns false if no waiter is pending */
  wakeNext(): boolean {
    let entry = this.#cursor === null ? this.first : this.#cursor.after;
    while (entry !== null) {
      this.#cursor = entry;
      if (!entry.done()) {
        entry.setResult();
        return true;
      }
      entry = entry.after;
    }
    return false;
  }

  /** Removes the waiters up to and including the first pending one, and wakes that one. */
  removeAndWakeNext(): void {
    for (let entry = this.first; entry !== null; entry = this.first) {
      // As `remove`, with less to check: this is the hot path of queues.
      const { after } = entry;
      this.first = after;
      if (after === null) this.#last = null;
      else after.before = null;
      if (this.#cursor === entry) this.#cursor = null;
      entry.after = null;
      this.size--;
      if (this.canWake(entry)) return entry.setResult();
      if (entry.cancelled()) this.cancelled--;
    }
  }

  /** Whether `removeAndWakeNext` may wake a waiter: it is pending. */
  protected canWake(entry: WaitEntry): boolean {
    return !entry.done();
  }

  /** Removes a waiter that gave up. If it had been woken and the resource is still available, wakes the next waiter. */
  removeAbandoned(entry: WaitEntry, isAvailable: boolean): void {
    entry.cancel();
    this.remove(entry);
    if (isAvailable && !entry.cancelled()) this.removeAndWakeNext();
  }

  toString(): string {
    return this.size === 0 ? "" : `, waiters:${this.size}`;
  }
}

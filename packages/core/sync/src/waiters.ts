import { type Coroutine, type EventLoop, Future } from "@asyncio-ts/tasks";

/** One who waits, linked to those who wait before and after. Its text is that of what it waits for. */
export class Waiter extends Future<void> {
  before: Waiter | null = null;
  after: Waiter | null = null;
  /** The list it stands in; null once it has left. */
  list: Waiters | null = null;

  override cancel(message?: string): boolean {
    const cancelled = super.cancel(message);
    if (cancelled && this.list !== null) this.list.live--;
    return cancelled;
  }

  override toString(): string {
    return this.list === null ? super.toString() : this.list.owner.toString();
  }
}

/**
 * First in, first out: those who wait for a primitive. Every primitive of this package stands on it.
 *
 * A waiter is pending, woken or cancelled, and stays in the list until its task has run and takes it out, wherever it stands:
 *
 *     first → [woken] ⇄ [cancelled] ⇄ [pending] ⇄ [pending] ← last
 *                                      ^ cursor: none before it is pending
 */
export class Waiters {
  /** What they wait for. */
  readonly owner: { toString(): string };
  first: Waiter | null = null;
  /** How many there are. */
  size = 0;
  /** How many of them are not cancelled. */
  live = 0;
  #last: Waiter | null = null;
  #cursor: Waiter | null = null;

  constructor(owner: { toString(): string }) {
    this.owner = owner;
  }

  /** Waits at the end of the list until woken; out of the list at every exit. */
  *park(loop: EventLoop): Coroutine<void> {
    const waiter = this.add(loop);
    try {
      yield* waiter;
    } finally {
      this.remove(waiter);
    }
  }

  add(loop: EventLoop): Waiter {
    const waiter = new Waiter({ loop });
    const last = this.#last;
    waiter.list = this;
    waiter.before = last;
    if (last === null) this.first = waiter;
    else last.after = waiter;
    this.#last = waiter;
    this.#cursor ??= waiter;
    this.size++;
    this.live++;
    return waiter;
  }

  /** Takes a waiter out. Does nothing when it has left already. */
  remove(waiter: Waiter): void {
    if (waiter.list !== this) return;
    const { before, after } = waiter;
    if (before === null) this.first = after;
    else before.after = after;
    if (after === null) this.#last = before;
    else after.before = before;
    if (this.#cursor === waiter) this.#cursor = after;
    waiter.list = waiter.before = waiter.after = null;
    this.size--;
    if (!waiter.cancelled()) this.live--;
  }

  /** Wakes the first who is pending; false when there is none. */
  wakeNext(): boolean {
    let waiter = this.#cursor;
    while (waiter !== null && waiter.done()) waiter = waiter.after;
    this.#cursor = waiter;
    if (waiter === null) return false;
    waiter.setResult();
    return true;
  }

  /** Takes the first who is pending out, with those before it, and wakes it. */
  dismissNext(): void {
    for (let waiter = this.first; waiter !== null; waiter = this.first) {
      this.remove(waiter);
      if (!waiter.done()) return waiter.setResult();
    }
  }

  /** One has left before its turn: was it woken, and could have gone on, then somebody else is to. */
  dismiss(waiter: Waiter, blocked: boolean): void {
    waiter.cancel();
    this.remove(waiter);
    if (!blocked && !waiter.cancelled()) this.dismissNext();
  }

  toString(): string {
    return this.size === 0 ? "" : `, waiters:${this.size}`;
  }
}

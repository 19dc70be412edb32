import { brand } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "@asyncio-ts/tasks";
import { LoopBound } from "./loop-bound.ts";
import { WaitList } from "./wait-list.ts";

/** A flag that tasks wait for. Mirrors `asyncio.Event`. */
export class Event extends LoopBound {
  readonly #waiters = new WaitList(this);
  #value = false;

  /** Returns whether the flag is set. */
  isSet(): boolean {
    return this.#value;
  }

  /** Sets the flag and wakes all waiters. They go on even if `clear` follows at once. */
  set(): void {
    this.#value = true;
    while (this.#waiters.wakeNext());
  }

  /** Clears the flag. Later calls of `wait` wait for the next `set`. */
  clear(): void {
    this.#value = false;
  }

  /** Waits until the flag is set. */
  *wait(): Coroutine<true> {
    if (!this.#value) yield* this.#waiters.park(this._getLoop());
    return true;
  }

  /** Returns the state, for errors and logs. */
  override toString(): string {
    return `<Event [${this.#value ? "set" : "unset"}${this.#waiters}]>`;
  }
}

brand(Event, "Event");

import { brand } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "@asyncio-ts/tasks";
import { LoopBound } from "./loop-bound.ts";
import { Waiters } from "./waiters.ts";

/** A flag that tasks wait for. Mirrors `asyncio.Event`. */
export class Event extends LoopBound {
  readonly #waiters = new Waiters(this);
  #value = false;

  /** Whether the flag is set. */
  isSet(): boolean {
    return this.#value;
  }

  /** Sets the flag and wakes all who wait; a `clear` right after does not stop them. */
  set(): void {
    this.#value = true;
    while (this.#waiters.wakeNext());
  }

  /** Takes the flag back: whoever waits from now on waits for the next `set`. */
  clear(): void {
    this.#value = false;
  }

  /** Waits until the flag is set. */
  *wait(): Coroutine<true> {
    if (!this.#value) yield* this.#waiters.park(this.loop());
    return true;
  }

  /** Its state, as errors and logs show it. */
  override toString(): string {
    return `<Event [${this.#value ? "set" : "unset"}${this.#waiters}]>`;
  }
}

brand(Event, "Event");

import { Event } from "@asyncio-ts/sync";
import type { Coroutine } from "@asyncio-ts/tasks";
import { type Action, type Harness, hold } from "./harness.ts";
import { invariant } from "./invariant.ts";
import { WaitTracker } from "./wait-tracker.ts";

/** An event: each `set` wakes all waiters, even if a `clear` follows. */
export class EventHarness implements Harness {
  readonly #event = new Event();
  /** The waits since the last `set`. */
  #waits = new WaitTracker();
  /** The waits before each `set`. */
  readonly #woken: WaitTracker[] = [];
  #sets = 0;

  *perform(action: Action): Coroutine<void> {
    if (action.kind < 16) yield* this.#wait();
    else if (action.kind < 24 || action.kind > 28) this.#set(action.victim);
    if (action.kind >= 24) this.#event.clear();
    yield* hold(action);
  }

  *#wait(): Coroutine<void> {
    const sets = this.#event.isSet() ? -1 : this.#sets;
    const { value } = yield* this.#waits.track(this.#event.wait());
    invariant(value && this.#sets > sets, "wait() returns only after set()");
  }

  #set(victim: number): void {
    this.#sets++;
    this.#event.set();
    this.#waits.cancelAt(victim);
    this.#woken.push(this.#waits);
    this.#waits = new WaitTracker();
  }

  checkQuiescent(): void {
    invariant(
      this.#woken.every((waits) => waits.live === 0),
      "set() wakes all waiters even if clear() follows",
    );
    invariant(!this.#event.isSet() || this.#waits.live === 0, "no task waits for an event that is set");
  }

  *checkFinal(): Coroutine<void> {
    this.#event.clear();
    invariant(String(this.#event) === "<Event [unset]>", "no waiter is left in the end");
  }
}

import { Condition } from "@asyncio-ts/sync";
import type { Coroutine } from "@asyncio-ts/tasks";
import { type Action, type Harness, hold } from "./harness.ts";
import { invariant } from "./invariant.ts";
import { WaitTracker } from "./wait-tracker.ts";

/** A condition around a number of items: no notification is lost, and one task at a time holds the lock. */
export class ConditionHarness implements Harness {
  readonly #condition = new Condition();
  readonly #waits = new WaitTracker();
  #items = 0;
  #inside = 0;

  *perform(action: Action): Coroutine<void> {
    if (action.kind < 20) yield* this.#waits.track(this.#condition.use(() => this.#consume(action)));
    else yield* this.#condition.use(() => this.#produce(action));
  }

  *#consume(action: Action): Coroutine<void> {
    yield* this.#holdAlone(action);
    while (this.#items === 0) {
      invariant(yield* this.#condition.wait(), "wait() returns true");
      yield* this.#holdAlone({ ...action, hold: 0 });
    }
    this.#items--;
  }

  *#produce(action: Action): Coroutine<void> {
    yield* this.#holdAlone(action);
    const count = action.kind < 29 ? 1 : 2;
    this.#items += count;
    if (action.kind === 31) this.#condition.notifyAll();
    else this.#condition.notify(count);
    if (action.kind % 2 === 0) this.#waits.cancelAt(action.victim);
    yield* this.#holdAlone(action);
    if (action.kind % 2 === 1) this.#waits.cancelAt(action.victim);
  }

  *#holdAlone(action: Action): Coroutine<void> {
    this.#inside++;
    try {
      invariant(this.#inside === 1 && this.#condition.locked(), "one task at a time holds the lock");
      yield* hold(action);
    } finally {
      this.#inside--;
    }
  }

  checkQuiescent(): void {
    if (this.#condition.locked()) invariant(this.#inside === 1, "the lock is locked only if a task holds it");
    else invariant(this.#items === 0 || this.#waits.live === 0, "no task waits while there is an item");
  }

  *checkFinal(): Coroutine<void> {
    invariant(String(this.#condition) === "<Condition [unlocked]>", "the lock is free in the end");
    invariant(this.#items >= 0, "no item is consumed twice");
  }
}

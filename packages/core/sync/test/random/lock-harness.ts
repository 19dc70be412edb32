import { Lock } from "@asyncio-ts/sync";
import type { Coroutine } from "@asyncio-ts/tasks";
import { type Action, type Harness, hold } from "./harness.ts";
import { invariant } from "./invariant.ts";
import { WaitTracker } from "./wait-tracker.ts";

/** A lock: one task at a time holds it, in the order of the calls. */
export class LockHarness implements Harness {
  readonly #lock = new Lock();
  readonly #waits = new WaitTracker();
  #inside = 0;

  *perform(action: Action): Coroutine<void> {
    const { value: permit, ahead } = yield* this.#waits.track(this.#lock.acquire());
    this.#inside++;
    try {
      invariant(ahead === 0, "tasks acquire the lock in the order of their calls");
      invariant(this.#inside === 1, "one task at a time holds the lock");
      yield* hold(action);
    } finally {
      this.#inside--;
      if (action.kind % 2 === 0) permit[Symbol.dispose]();
      else this.#lock.release();
      this.#waits.cancelAt(action.victim);
    }
  }

  checkQuiescent(): void {
    invariant(this.#lock.locked() === (this.#inside === 1), "the lock is locked if and only if a task holds it");
    invariant(this.#inside === 1 || this.#waits.live === 0, "no task waits for a free lock");
  }

  *checkFinal(): Coroutine<void> {
    invariant(String(this.#lock) === "<Lock [unlocked]>", "the lock is free in the end");
  }
}

import { BoundedSemaphore, Semaphore } from "@asyncio-ts/sync";
import type { Coroutine } from "@asyncio-ts/tasks";
import { type Action, type Harness, hold } from "./harness.ts";
import { invariant } from "./invariant.ts";
import { WaitTracker } from "./wait-tracker.ts";

/** A semaphore: no more tasks hold permits than there are, and waiters are woken in the order of their calls. */
export class SemaphoreHarness implements Harness {
  readonly #semaphore: Semaphore;
  readonly #permits: number;
  /** How many of the tasks that are woken together may step before the first of them. */
  readonly #overtaking: number;
  readonly #waits = new WaitTracker();
  #inside = 0;

  /** @param inOrder whether ready steps run in the order in which they became ready */
  constructor(permits: number, isBounded: boolean, inOrder: boolean) {
    this.#semaphore = isBounded ? new BoundedSemaphore(permits) : new Semaphore(permits);
    this.#permits = permits;
    this.#overtaking = inOrder ? 0 : permits - 1;
  }

  *perform(action: Action): Coroutine<void> {
    const { value: permit, ahead } = yield* this.#waits.track(this.#semaphore.acquire());
    this.#inside++;
    try {
      invariant(ahead <= this.#overtaking, "tasks acquire permits in the order of their calls");
      invariant(this.#inside <= this.#permits, "no more tasks hold permits than there are");
      yield* hold(action);
    } finally {
      this.#inside--;
      if (action.kind % 2 === 0) permit[Symbol.dispose]();
      else this.#semaphore.release();
      this.#waits.cancelAt(action.victim);
    }
  }

  checkQuiescent(): void {
    invariant(this.#inside === this.#permits || this.#waits.live === 0, "no task waits while a permit is free");
    invariant(this.#semaphore.locked() === (this.#inside === this.#permits), "it is locked if and only if no permit is free");
  }

  *checkFinal(): Coroutine<void> {
    const text = `[unlocked, value:${this.#permits}]>`;
    invariant(String(this.#semaphore).endsWith(text), `all permits are free in the end: ${this.#semaphore.toString()}`);
  }
}

import { Barrier, BrokenBarrierError } from "@asyncio-ts/sync";
import { type Coroutine, gather } from "@asyncio-ts/tasks";
import type { Action, Harness } from "./harness.ts";
import { invariant } from "./invariant.ts";
import { WaitTracker } from "./wait-tracker.ts";

/** A barrier: no task stays blocked when it fills, is reset or breaks. */
export class BarrierHarness implements Harness {
  readonly #barrier: Barrier;
  readonly #waits = new WaitTracker();
  #breaks = 0;

  constructor(parties: number) {
    this.#barrier = new Barrier(parties);
  }

  *perform({ kind, hold, victim }: Action): Coroutine<void> {
    if (kind < 27) yield* this.#wait(victim);
    else if (kind < 31) yield* this.#break(this.#barrier.reset());
    else if (hold === 3) yield* this.#break(this.#barrier.abort());
  }

  *#wait(victim: number): Coroutine<void> {
    try {
      const { value: index } = yield* this.#waits.track(this.#barrier.wait());
      invariant(index >= 0 && index < this.#barrier.parties, "wait() returns an index");
      this.#waits.cancelAt(victim);
    } catch (error) {
      if (!(error instanceof BrokenBarrierError)) throw error;
      invariant(this.#breaks > 0, "a barrier breaks only by reset() or abort()");
    }
  }

  *#break(breaking: Coroutine<void>): Coroutine<void> {
    this.#breaks++;
    yield* breaking;
  }

  checkQuiescent(): void {
    const { broken, nWaiting, parties } = this.#barrier;
    invariant(broken || String(this.#barrier).includes("filling"), "draining and resetting come to an end");
    invariant(nWaiting < parties, "a full barrier lets all tasks through");
    invariant(this.#waits.live === nWaiting, "nWaiting counts all waiting tasks");
  }

  *checkFinal(): Coroutine<void> {
    yield* this.#barrier.reset();
    const { parties } = this.#barrier;
    const indices = yield* gather(...Array.from({ length: parties }, () => this.#barrier.wait()));
    invariant(new Set(indices).size === parties && Math.max(...indices) === parties - 1, "the barrier can be used again");
  }
}

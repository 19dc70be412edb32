import { brand, repr } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "@asyncio-ts/tasks";
import { Condition } from "./condition.ts";
import { BrokenBarrierError } from "./errors.ts";

type State = "filling" | "draining" | "resetting" | "broken";

/**
 * A point where a fixed number of tasks wait for each other.
 *
 *     filling ──last arrives──▶ draining ──last leaves──▶ filling
 *        │ reset                                             ▲
 *        ├──────────▶ resetting ──────last leaves────────────┘
 *        └─abort────▶ broken, until it is reset
 *
 * Mirrors `asyncio.Barrier`.
 */
export class Barrier {
  /** The number of tasks that have to wait before all of them go on. */
  readonly parties: number;
  readonly #condition = new Condition()._labelled(this);
  #state: State = "filling";
  /** The number of tasks inside `wait` that have arrived and not left yet. */
  #count = 0;

  /**
   * @param parties the number of tasks that wait for each other
   * @throws RangeError when `parties` is not a positive integer
   */
  constructor(parties: number) {
    if (!Number.isInteger(parties) || parties < 1) {
      throw new RangeError(`Barrier: a positive integer was expected as the number of parties, got ${repr(parties)}`);
    }
    this.parties = parties;
  }

  /** The number of tasks that wait for the barrier to fill. */
  get nWaiting(): number {
    return this.#state === "filling" ? this.#count : 0;
  }

  /** Whether the barrier was aborted, and not reset since. */
  get broken(): boolean {
    return this.#state === "broken";
  }

  /**
   * Waits until all parties have arrived. The last one does not wait.
   *
   * @returns the index of arrival, from 0 to `parties - 1`
   * @throws BrokenBarrierError when the barrier is broken, or is reset or aborted meanwhile
   */
  wait(): Coroutine<number> {
    return this.#condition.use(() => this.#arriveAndWait());
  }

  /** Empties the barrier. Tasks that wait for it to fill throw a BrokenBarrierError. A broken barrier can be used again. */
  reset(): Coroutine<void> {
    return this.#condition.use(() => this.#change(this.#count > 0 ? "resetting" : "filling"));
  }

  /** Breaks the barrier. Waiting tasks, and later calls of `wait`, throw a BrokenBarrierError. */
  abort(): Coroutine<void> {
    return this.#condition.use(() => this.#change("broken"));
  }

  *#arriveAndWait(): Coroutine<number> {
    yield* this.#block();
    try {
      const index = this.#count++;
      if (index + 1 === this.parties) this.#setState("draining");
      else yield* this.#waitUntilFull();
      return index;
    } finally {
      this.#count--;
      this.#exit();
    }
  }

  /** Waits until the tasks of the previous round have left. */
  *#block(): Coroutine<void> {
    yield* this.#condition.waitFor(() => this.#state === "filling" || this.#state === "broken");
    if (this.#state === "broken") throw new BrokenBarrierError("Barrier aborted");
  }

  *#waitUntilFull(): Coroutine<void> {
    yield* this.#condition.waitFor(() => this.#state !== "filling");
    if (this.#state === "broken" || this.#state === "resetting") throw new BrokenBarrierError("Abort or reset of barrier");
  }

  #exit(): void {
    if (this.#count > 0) return;
    this.#setState(this.#state === "resetting" || this.#state === "draining" ? "filling" : this.#state);
  }

  *#change(state: State): Coroutine<void> {
    this.#setState(state);
  }

  #setState(state: State): void {
    this.#state = state;
    this.#condition.notifyAll();
  }

  /** Returns the state, for errors and logs. */
  toString(): string {
    return `<Barrier [${this.#state}${this.broken ? "" : `, waiters:${this.nWaiting}/${this.parties}`}]>`;
  }
}

brand(Barrier, "Barrier");

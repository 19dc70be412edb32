import { brand, repr } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "@asyncio-ts/tasks";
import { Condition } from "./condition.ts";
import { BrokenBarrierError } from "./errors.ts";

type State = "filling" | "draining" | "resetting" | "broken";

/**
 * A point where a number of tasks wait for each other.
 *
 *     filling ──last arrives──▶ draining ──last leaves──▶ filling
 *        │ reset                                             ▲
 *        ├──────────▶ resetting ──────last leaves────────────┘
 *        └─abort────▶ broken, until it is reset
 *
 * Mirrors `asyncio.Barrier`.
 */
export class Barrier {
  /** How many tasks it waits for. */
  readonly parties: number;
  readonly #changed = new Changed(this);
  #state: State = "filling";
  /** Tasks inside. */
  #count = 0;

  /** @throws RangeError when `parties` is no whole number from 1 on */
  constructor(parties: number) {
    if (!Number.isInteger(parties) || parties < 1) {
      throw new RangeError(`Barrier: a whole number from 1 on was expected as the number of parties, got ${repr(parties)}`);
    }
    this.parties = parties;
  }

  /** How many tasks wait for it to fill. */
  get nWaiting(): number {
    return this.#state === "filling" ? this.#count : 0;
  }

  /** Whether it was aborted. */
  get broken(): boolean {
    return this.#state === "broken";
  }

  /**
   * Waits until all parties do. The last one does not wait.
   *
   * @returns the index of arrival, from 0 to `parties - 1`
   * @throws BrokenBarrierError when the barrier is, or becomes, broken or reset
   */
  wait(): Coroutine<number> {
    return this.#changed.use(() => this.#pass());
  }

  /** Empties it: whoever waits gets a BrokenBarrierError; a broken one can be used again. */
  reset(): Coroutine<void> {
    return this.#changed.use(() => this.#set(this.#count > 0 ? "resetting" : "filling"));
  }

  /** Breaks it: whoever waits or comes gets a BrokenBarrierError. */
  abort(): Coroutine<void> {
    return this.#changed.use(() => this.#set("broken"));
  }

  *#pass(): Coroutine<number> {
    yield* this.#enter();
    try {
      const index = this.#count++;
      if (index + 1 === this.parties) this.#become("draining");
      else yield* this.#fill();
      return index;
    } finally {
      this.#count--;
      this.#leave();
    }
  }

  /** Waits while others leave. */
  *#enter(): Coroutine<void> {
    yield* this.#changed.waitFor(() => this.#state === "filling" || this.#state === "broken");
    if (this.#state === "broken") throw new BrokenBarrierError("Barrier aborted");
  }

  /** Waits until it is full. */
  *#fill(): Coroutine<void> {
    yield* this.#changed.waitFor(() => this.#state !== "filling");
    if (this.#state === "broken" || this.#state === "resetting") throw new BrokenBarrierError("Abort or reset of barrier");
  }

  #leave(): void {
    if (this.#count > 0) return;
    this.#become(this.#state === "resetting" || this.#state === "draining" ? "filling" : this.#state);
  }

  *#set(state: State): Coroutine<void> {
    this.#become(state);
  }

  #become(state: State): void {
    this.#state = state;
    this.#changed.notifyAll();
  }

  /** Its state, as errors and logs show it. */
  toString(): string {
    return `<Barrier [${this.#state}${this.broken ? "" : `, waiters:${this.nWaiting}/${this.parties}`}]>`;
  }
}

brand(Barrier, "Barrier");

/** The condition of a barrier, which speaks in its name. */
class Changed extends Condition {
  readonly #barrier: Barrier;

  constructor(barrier: Barrier) {
    super();
    this.#barrier = barrier;
  }

  override toString(): string {
    return this.#barrier.toString();
  }
}

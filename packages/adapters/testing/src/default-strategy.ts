import { DelayBounded } from "./delay-bounded.ts";
import { PriorityWalk } from "./priority-walk.ts";
import type { Random } from "./random.ts";
import { RandomWalk } from "./random-walk.ts";
import type { Choices, ScheduledRun } from "./scheduled-run.ts";
import type { Strategy } from "./strategy.ts";

/** The share of the runs for schedules with few deviations. */
const BOUNDED = 0.4;

/** Schedules with few deviations first, then priorities and random walks in turn. */
export class DefaultStrategy implements Strategy {
  readonly #bounded: DelayBounded;
  readonly #walks: readonly Strategy[];
  #left: number;
  #walked = 0;
  #present: Strategy;

  /** @param bound the most deviations of the first part */
  constructor(runs: number, bound: number, random: Random) {
    this.#bounded = new DelayBounded(bound);
    this.#walks = [new PriorityWalk(random), new RandomWalk(random)];
    this.#left = Math.max(1, Math.floor(runs * BOUNDED));
    this.#present = this.#bounded;
  }

  get complete(): boolean {
    return this.#bounded.complete;
  }

  next(): Choices | null {
    if (this.#left-- > 0) {
      const choices = this.#bounded.next();
      if (choices !== null) return choices;
      this.#left = 0;
    }
    if (this.#bounded.sawAll) return null;
    this.#present = this.#walks[this.#walked++ % this.#walks.length]!;
    return this.#present.next();
  }

  ran(run: ScheduledRun<unknown>): void {
    if (this.#present !== this.#bounded) for (const walk of this.#walks) walk.ran(run);
    else this.#bounded.ran(run);
  }
}

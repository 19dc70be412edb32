import { FixedChoices } from "./fixed-choices.ts";
import { differentCounts, notDeterministic } from "./not-deterministic.ts";
import { alternativesOf, type Choices, type ScheduledRun } from "./scheduled-run.ts";
import type { Strategy } from "./strategy.ts";

/** A run. Its schedules with one deviation more are still to be run. */
interface Parent {
  /** The choices that deviate: place and index in turn. */
  readonly deviations: readonly number[];
  /** The place of the first choice after the last deviation. */
  readonly from: number;
  /** The numbers of alternatives from there on. */
  readonly counts: readonly number[];
}

/**
 * All schedules with no deviation from asyncio's order, then all with one, with two, and so on.
 *
 * The first failure that it finds has the fewest deviations. Nothing is run twice.
 */
export class DelayBounded implements Strategy {
  complete = false;
  /** Whether the program has no further schedules, with more deviations. */
  sawAll = false;
  readonly #bound: number;
  /** The runs with as many deviations as the present level, less one. */
  #parents: Parent[] = [];
  /** The runs of the present level. */
  #children: Parent[] = [];
  #level = 0;
  #parent = 0;
  #choice = 0;
  #take = 0;
  #present: number[] | null = null;
  /** Whether a run at the bound has schedules with more deviations. */
  #cut = false;

  /** @param bound the most deviations */
  constructor(bound: number) {
    this.#bound = bound;
  }

  next(): Choices | null {
    this.#present = this.#level === 0 ? [] : this.#advance();
    return this.#present === null ? null : new FixedChoices(this.#present);
  }

  ran(run: ScheduledRun<unknown>): void {
    const deviations = this.#present!;
    this.#checkPrefix(run);
    const from = deviations.length === 0 ? 0 : deviations[deviations.length - 2]! + 1;
    if (run.counts.length > from) {
      if (this.#level < this.#bound) this.#children.push({ deviations, from, counts: run.counts.slice(from) });
      else this.#cut = true;
    }
    if (this.#level === 0) this.#descend();
  }

  /** Checks that up to its last deviation a run had the alternatives of the run before. */
  #checkPrefix(run: ScheduledRun<unknown>): void {
    if (this.#level === 0) return;
    const { from, counts } = this.#parents[this.#parent]!;
    for (let i = 0; i <= this.#choice; i++) {
      const [before, after] = [counts[i]!, run.counts[from + i]];
      if (before !== after) throw notDeterministic(differentCounts(from + i, before, after));
    }
  }

  /** Returns the next schedule of the present level, or the first of the next level. */
  #advance(): number[] | null {
    for (;;) {
      const parent = this.#parents[this.#parent];
      if (parent === undefined) {
        if (!this.#descend()) return null;
        continue;
      }
      const count = parent.counts[this.#choice];
      if (count === undefined) {
        this.#parent++;
        this.#choice = this.#take = 0;
      } else if (++this.#take < alternativesOf(count)) {
        return [...parent.deviations, parent.from + this.#choice, this.#take];
      } else {
        this.#choice++;
        this.#take = 0;
      }
    }
  }

  /** Begins the next level. Returns false if there is none. */
  #descend(): boolean {
    this.#parents = this.#children;
    this.#children = [];
    this.#level++;
    this.#parent = this.#choice = this.#take = 0;
    if (this.#parents.length > 0) return true;
    this.complete = true;
    this.sawAll = !this.#cut;
    return false;
  }
}

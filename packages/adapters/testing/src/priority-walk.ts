import type { ChoiceKind, Runnable } from "@asyncio-ts/loop";
import { resumedTaskOf } from "@asyncio-ts/tasks/lowlevel";
import type { Random } from "./random.ts";
import type { Choices, ScheduledRun } from "./scheduled-run.ts";
import type { Strategy } from "./strategy.ts";

/** The number of times in a run that the task with the highest priority falls to the lowest. */
const CHANGES = 2;
/** How often a slow step is chosen, by run. */
const SLOW = [0, 0.1, 0.5, 1];

/**
 * Gives each task a random priority, and always runs the highest. At a few random places the highest becomes the lowest.
 *
 * This is PCT (probabilistic concurrency testing). It delays a task for as long as it takes, which a random walk hardly does.
 */
export class PriorityWalk implements Strategy {
  complete = false;
  readonly #random: Random;
  /** The number of choices of the longest run so far. */
  #longest = 1;

  constructor(random: Random) {
    this.#random = random;
  }

  next(): Choices {
    return new Priorities(this.#random, this.#longest);
  }

  ran(run: ScheduledRun<unknown>): void {
    this.#longest = Math.max(this.#longest, run.counts.length);
    if (run.counts.length === 0) this.complete = true;
  }
}

class Priorities implements Choices {
  readonly #random: Random;
  readonly #slow: number;
  readonly #changes: readonly number[];
  readonly #priorities = new Map<object, number>();
  #lowest = 0;

  constructor(random: Random, longest: number) {
    this.#random = random;
    this.#slow = SLOW[random.below(SLOW.length)]!;
    this.#changes = Array.from({ length: CHANGES }, () => random.below(longest));
  }

  choose(at: number, kind: ChoiceKind, alternatives: readonly unknown[]): number {
    if (kind === "time") return Number(this.#random.next() < this.#slow);
    const owners = alternatives.map((runnable) => resumedTaskOf(runnable as Runnable) ?? (runnable as object));
    const highest = this.#highest(owners);
    if (!this.#changes.includes(at)) return highest;
    this.#priorities.set(owners[highest]!, --this.#lowest);
    return this.#highest(owners);
  }

  #highest(owners: readonly object[]): number {
    let highest = 0;
    for (let i = 1; i < owners.length; i++) if (this.#priorityOf(owners[i]!) > this.#priorityOf(owners[highest]!)) highest = i;
    return highest;
  }

  #priorityOf(owner: object): number {
    let priority = this.#priorities.get(owner);
    if (priority === undefined) this.#priorities.set(owner, (priority = this.#random.next()));
    return priority;
  }
}

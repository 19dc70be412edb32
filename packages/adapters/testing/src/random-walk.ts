import type { ChoiceKind } from "@asyncio-ts/loop";
import type { Random } from "./random.ts";
import type { Choices, ScheduledRun } from "./scheduled-run.ts";
import type { Strategy } from "./strategy.ts";

/** How often a slow step is chosen, by run: never, rarely, or as often as not. */
const SLOW = [0, 0.1, 0.5];

/** Chooses every alternative with the same probability. */
export class RandomWalk implements Strategy {
  complete = false;
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  next(): Choices {
    const random = this.#random;
    const slow = SLOW[random.below(SLOW.length)]!;
    return {
      choose: (_: number, kind: ChoiceKind, alternatives: readonly unknown[]) =>
        kind === "time" ? Number(random.next() < slow) : random.below(alternatives.length),
    };
  }

  ran(run: ScheduledRun<unknown>): void {
    // A program without choices has one schedule.
    if (run.counts.length === 0) this.complete = true;
  }
}

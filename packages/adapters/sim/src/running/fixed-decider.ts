import type { Decider, Kind } from "./decider.ts";

/** The choices of a list of deviations; the default ones elsewhere, and where an alternative does not exist. */
export class FixedDecider implements Decider {
  readonly #deviations: readonly number[];
  #next = 0;

  /** @param deviations the places of the choices, each followed by the index to take */
  constructor(deviations: readonly number[]) {
    this.#deviations = deviations;
  }

  decide(at: number, _: Kind, alternatives: number): number {
    if (this.#deviations[this.#next] !== at) return 0;
    this.#next += 2;
    const take = this.#deviations[this.#next - 1]!;
    return take < alternatives ? take : 0;
  }
}

import type { ChoiceKind } from "@asyncio-ts/loop";
import type { Choices } from "./scheduled-run.ts";

/** The choices of a list of deviations; asyncio's elsewhere, and where an alternative does not exist. */
export class FixedChoices implements Choices {
  readonly #deviations: readonly number[];
  #next = 0;

  /** @param deviations the places of the choices, each followed by the index to take */
  constructor(deviations: readonly number[]) {
    this.#deviations = deviations;
  }

  choose(at: number, _: ChoiceKind, alternatives: readonly unknown[]): number {
    if (this.#deviations[this.#next] !== at) return 0;
    this.#next += 2;
    const take = this.#deviations[this.#next - 1]!;
    return take < alternatives.length ? take : 0;
  }
}

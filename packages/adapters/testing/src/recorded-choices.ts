import type { ChoiceRecord } from "./choice-record.ts";
import type { Deviation } from "./deviations.ts";

/** The choices of a recorded run. Ends the run where the program does not fit the record. */
export class RecordedChoices {
  readonly #deviations: readonly Deviation[];
  readonly #changed: (difference: string) => Error;
  #next = 0;
  /** The place of the first choice after the deviation before. */
  #from = 0;

  /** @param changed creates the error for a program that has changed, from the first difference in words */
  constructor(deviations: readonly Deviation[], changed: (difference: string) => Error) {
    this.#deviations = deviations;
    this.#changed = changed;
  }

  /**
   * Returns the recorded index of the choice `at`.
   *
   * @param run has the counts of the choices up to this one
   * @throws the error for a program that has changed
   */
  take(run: ChoiceRecord, at: number, alternatives: number, step: number): number {
    const deviation = this.#deviations[this.#next];
    if (deviation === undefined || deviation.at !== at) return 0;
    if (run.check(this.#from, at) !== deviation.check || deviation.take >= alternatives) {
      throw this.#changed(
        `the choices up to choice ${at + 1}, at step ${step}, had other numbers of alternatives (choice ${at + 1} has ${alternatives} alternatives now)`,
      );
    }
    this.#next++;
    this.#from = at + 1;
    return deviation.take;
  }

  /** Checks that the run has reached all deviations. @throws the error for a program that has changed */
  checkEnd(run: ChoiceRecord): void {
    const deviation = this.#deviations[this.#next];
    if (deviation === undefined) return;
    throw this.#changed(`choice ${deviation.at + 1} was not reached (the program ends after ${run.counts.length} choices now)`);
  }
}

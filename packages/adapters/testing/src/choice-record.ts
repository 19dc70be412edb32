import { CHECKS, type Deviation } from "./deviations.ts";

/** The choices that one run has made. */
export class ChoiceRecord {
  /** The number of alternatives of each choice, or another number that stands for its kind. */
  readonly counts: number[] = [];
  /** The index taken at each choice. */
  readonly taken: number[] = [];

  /** Returns the choices that differ from the default ones. */
  deviations(): Deviation[] {
    const deviations: Deviation[] = [];
    let from = 0;
    for (let at = 0; at < this.taken.length; at++) {
      const take = this.taken[at]!;
      if (take === 0) continue;
      deviations.push({ at, take, check: this.check(from, at) });
      from = at + 1;
    }
    return deviations;
  }

  /** Returns a check sum over the numbers of alternatives of the choices `from` to `to`. */
  check(from: number, to: number): number {
    let sum = 17;
    for (let at = from; at <= to; at++) sum = (Math.imul(sum, 31) + this.counts[at]! + 2) | 0;
    return ((sum ^ (sum >>> 13)) >>> 0) % CHECKS;
  }
}

/** How many tasks spin. */
export const SPINNING = 1_000;

/** Says when they may stop. */
export class Shift {
  readonly #end: number;

  /** @param duration in milliseconds */
  constructor(duration: number) {
    this.#end = performance.now() + duration;
  }

  isOver(): boolean {
    return performance.now() >= this.#end;
  }
}

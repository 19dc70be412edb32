/** The number of tasks that spin. */
export const SPINNING_TASKS = 1_000;

/** The time at which spinning tasks stop. */
export class Deadline {
  readonly #end: number;

  /** @param duration milliseconds from now */
  constructor(duration: number) {
    this.#end = performance.now() + duration;
  }

  hasPassed(): boolean {
    return performance.now() >= this.#end;
  }
}

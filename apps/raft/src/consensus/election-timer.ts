import { type Coroutine, getRunningLoop, sleep } from "asyncio-ts";

/** Ends when no leader was heard for a while. */
export class ElectionTimer {
  readonly #range: readonly [least: number, most: number];
  #deadline = 0;

  /** @param range milliseconds; each time, a random duration between them */
  constructor(range: readonly [least: number, most: number]) {
    this.#range = range;
  }

  /** Starts anew, because a leader was heard. */
  putOff(): void {
    this.reset();
  }

  /** Starts anew. */
  reset(): void {
    this.#deadline = getRunningLoop().time() + this.duration();
  }

  /** Returns a random duration. If all nodes waited equally long, all would become candidates at once, and again. */
  duration(): number {
    const [least, most] = this.#range;
    return least + Math.random() * (most - least);
  }

  /** Waits for the end, which each reset puts off. */
  *expired(): Coroutine<void> {
    for (;;) {
      const left = this.#deadline - getRunningLoop().time();
      if (left <= 0) return;
      yield* sleep(left);
    }
  }
}

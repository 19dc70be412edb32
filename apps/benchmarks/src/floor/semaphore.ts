import { Fifo } from "./fifo.ts";
import { current, type Runnable, wake } from "./turns.ts";

/** A first-in, first-out semaphore. With one permit it is a lock. */
export class Semaphore {
  #permits: number;
  readonly #waiters = new Fifo<Runnable>();

  constructor(permits: number) {
    this.#permits = permits;
  }

  /** Returns whether the running task has to yield until it is given a permit. */
  parks(): boolean {
    if (this.#permits > 0) {
      this.#permits--;
      return false;
    }
    this.#waiters.push(current);
    return true;
  }

  release(): void {
    const next = this.#waiters.shift();
    if (next === undefined) this.#permits++;
    else wake(next);
  }
}

/** A first-in, first-out semaphore in plain async functions. With one permit it is a lock. */
export class Semaphore {
  #permits: number;
  readonly #waiters: (() => void)[] = [];

  constructor(permits: number) {
    this.#permits = permits;
  }

  async acquire(): Promise<void> {
    if (this.#permits > 0) this.#permits--;
    else await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  release(): void {
    const next = this.#waiters.shift();
    if (next === undefined) this.#permits++;
    else next();
  }
}

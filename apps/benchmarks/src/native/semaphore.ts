/** A semaphore as one writes it around promises: first come, first served. With one permit it is a lock. */
export class Semaphore {
  #permits: number;
  readonly #waiting: (() => void)[] = [];

  constructor(permits: number) {
    this.#permits = permits;
  }

  acquire(): Promise<void> {
    if (this.#permits === 0) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#permits--;
    return Promise.resolve();
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#permits++;
    else next();
  }
}

/** A bounded queue with the semantics of asyncio, in plain async functions. A woken waiter checks the queue again. */
export class BoundedQueue<T> {
  readonly #capacity: number;
  readonly #items: T[] = [];
  readonly #getters: (() => void)[] = [];
  readonly #putters: (() => void)[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  async put(item: T): Promise<void> {
    while (this.#items.length >= this.#capacity) await new Promise<void>((resolve) => this.#putters.push(resolve));
    this.#items.push(item);
    this.#getters.shift()?.();
  }

  async get(): Promise<T> {
    while (this.#items.length === 0) await new Promise<void>((resolve) => this.#getters.push(resolve));
    const item = this.#items.shift()!;
    this.#putters.shift()?.();
    return item;
  }
}

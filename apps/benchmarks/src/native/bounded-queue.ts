/** A bounded queue as one writes it around promises: first come, first served. */
export class BoundedQueue<T> {
  readonly #capacity: number;
  readonly #items: T[] = [];
  readonly #getters: ((item: T) => void)[] = [];
  readonly #putters: { item: T; resolve: () => void }[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  put(item: T): Promise<void> {
    const getter = this.#getters.shift();
    if (getter !== undefined) getter(item);
    else if (this.#items.length < this.#capacity) this.#items.push(item);
    else return new Promise((resolve) => this.#putters.push({ item, resolve }));
    return Promise.resolve();
  }

  get(): Promise<T> {
    if (this.#items.length === 0) return new Promise((resolve) => this.#getters.push(resolve));
    const item = this.#items.shift()!;
    const putter = this.#putters.shift();
    if (putter !== undefined) {
      this.#items.push(putter.item);
      putter.resolve();
    }
    return Promise.resolve(item);
  }
}

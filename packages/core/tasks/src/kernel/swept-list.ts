/** The number of items from which on a list is swept. */
const FEW = 64;

/** A list that removes its obsolete items from time to time, in constant time an item. A Set would cost more. */
export class SweptList<T> {
  #items: T[] = [];
  #limit = FEW;
  readonly #isLive: (item: T) => boolean;

  /** @param isLive returns false for an item that can be removed */
  constructor(isLive: (item: T) => boolean) {
    this.#isLive = isLive;
  }

  add(item: T): void {
    if (this.#items.length >= this.#limit) {
      this.#items = this.take();
      this.#limit = Math.max(FEW, 2 * this.#items.length);
    }
    this.#items.push(item);
  }

  /** Removes all items, and returns the live ones. */
  take(): T[] {
    const items = this.#items.filter(this.#isLive);
    this.#items = [];
    return items;
  }
}

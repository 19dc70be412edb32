/** First in, first out, in an array that is used around its end; its length is a power of two. */
export class Ring<T> {
  /** How many items it holds. */
  size = 0;
  #slots: (T | undefined)[] = Array.from({ length: 4 });
  #first = 0;

  /** Adds an item. */
  push(item: T): void {
    if (this.size === this.#slots.length) this.#grow();
    this.#slots[(this.#first + this.size++) & (this.#slots.length - 1)] = item;
  }

  /** Removes the oldest item. There must be one. */
  pop(): T {
    const slots = this.#slots;
    const item = slots[this.#first] as T;
    slots[this.#first] = undefined;
    this.#first = (this.#first + 1) & (slots.length - 1);
    this.size--;
    return item;
  }

  #grow(): void {
    const slots = this.#slots;
    const { length } = slots;
    // Not `concat` and the like, which cost up to 30 ns an item.
    const grown: (T | undefined)[] = [];
    grown.length = 2 * length;
    for (let i = 0; i < length; i++) grown[i] = slots[(this.#first + i) & (length - 1)];
    this.#slots = grown;
    this.#first = 0;
  }
}

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

  /** What stands around the end moves behind the rest. */
  #grow(): void {
    const slots = this.#slots;
    const { length } = slots;
    // Copying is slower: an array that is made at a length has holes.
    for (let i = 0; i < this.#first; i++) slots.push(slots[i]);
    slots.fill(undefined, 0, this.#first);
    while (slots.length < 2 * length) slots.push(undefined);
  }
}

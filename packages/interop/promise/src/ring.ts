/** First in, first out, in an array whose length is a power of two and which doubles when it is full; O(1). */
export class Ring<T> {
  size = 0;
  #slots: (T | undefined)[] = Array.from({ length: 8 });
  #first = 0;

  push(item: T): void {
    if (this.size === this.#slots.length) this.#double();
    this.#slots[(this.#first + this.size++) & (this.#slots.length - 1)] = item;
  }

  /** Takes the oldest out. There must be one. */
  shift(): T {
    const item = this.#slots[this.#first] as T;
    this.#slots[this.#first] = undefined;
    this.#first = (this.#first + 1) & (this.#slots.length - 1);
    this.size--;
    return item;
  }

  clear(): void {
    this.#slots = Array.from({ length: 8 });
    this.size = this.#first = 0;
  }

  #double(): void {
    const { length } = this.#slots;
    const inOrder = [...this.#slots.slice(this.#first), ...this.#slots.slice(0, this.#first)];
    inOrder.length = 2 * length;
    this.#slots = inOrder;
    this.#first = 0;
  }
}

/** What a queue keeps its items in: `pop` decides which comes next. */
export interface Items<T> extends Iterable<T> {
  readonly size: number;
  push(item: T): void;
  /** Removes the next item. There must be one. */
  pop(): T;
}

/** First in, first out, in an array that is used around its end; its length is a power of two. */
export class Ring<T> implements Items<T> {
  size = 0;
  #slots: (T | undefined)[] = Array.from({ length: 4 });
  #first = 0;

  push(item: T): void {
    if (this.size === this.#slots.length) this.#grow();
    this.#slots[(this.#first + this.size++) & (this.#slots.length - 1)] = item;
  }

  pop(): T {
    const slots = this.#slots;
    const item = slots[this.#first] as T;
    slots[this.#first] = undefined;
    this.#first = (this.#first + 1) & (slots.length - 1);
    this.size--;
    return item;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let i = 0; i < this.size; i++) yield this.#slots[(this.#first + i) & (this.#slots.length - 1)] as T;
  }

  #grow(): void {
    this.#slots = [...this, ...Array.from<undefined>({ length: this.size })];
    this.#first = 0;
  }
}

/** Python's heapq as its documentation describes it: no item of the list is less than its parent. Moves items by swaps. */
export class HeapqModel<T> {
  readonly items: T[] = [];
  readonly #isLess: (a: T, b: T) => boolean;

  constructor(isLess: (a: T, b: T) => boolean) {
    this.#isLess = isLess;
  }

  push(item: T): void {
    this.items.push(item);
    this.#siftUp(this.items.length - 1);
  }

  pop(): T {
    const last = this.items.pop()!;
    if (this.items.length === 0) return last;
    const first = this.items[0]!;
    this.items[0] = last;
    // As heapq: the item sinks to a leaf, and rises from there.
    let index = 0;
    while (2 * index + 1 < this.items.length) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const isRight = right < this.items.length && !this.#isLess(this.items[left]!, this.items[right]!);
      this.#swap(index, isRight ? right : left);
      index = isRight ? right : left;
    }
    this.#siftUp(index);
    return first;
  }

  #siftUp(from: number): void {
    for (let index = from; index > 0;) {
      const parent = Math.floor((index - 1) / 2);
      if (!this.#isLess(this.items[index]!, this.items[parent]!)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #swap(a: number, b: number): void {
    [this.items[a], this.items[b]] = [this.items[b]!, this.items[a]!];
  }
}

/** Python's heapq as its documentation tells it: a list in which no item is less than the one above it. Swaps step by step. */
export class HeapqModel<T> {
  readonly items: T[] = [];
  readonly #isLess: (a: T, b: T) => boolean;

  constructor(isLess: (a: T, b: T) => boolean) {
    this.#isLess = isLess;
  }

  push(item: T): void {
    this.items.push(item);
    this.#rise(this.items.length - 1);
  }

  pop(): T {
    const last = this.items.pop()!;
    if (this.items.length === 0) return last;
    const first = this.items[0]!;
    this.items[0] = last;
    // The first item sinks to the very bottom, and rises from there.
    let at = 0;
    while (2 * at + 1 < this.items.length) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const isRight = right < this.items.length && !this.#isLess(this.items[left]!, this.items[right]!);
      this.#swap(at, isRight ? right : left);
      at = isRight ? right : left;
    }
    this.#rise(at);
    return first;
  }

  #rise(from: number): void {
    for (let at = from; at > 0;) {
      const above = Math.floor((at - 1) / 2);
      if (!this.#isLess(this.items[at]!, this.items[above]!)) return;
      this.#swap(at, above);
      at = above;
    }
  }

  #swap(a: number, b: number): void {
    [this.items[a], this.items[b]] = [this.items[b]!, this.items[a]!];
  }
}

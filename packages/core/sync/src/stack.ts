import type { Items } from "./items.ts";

/** Last in, first out. */
export class Stack<T> implements Items<T> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  pop(): T {
    return this.#items.pop() as T;
  }
}

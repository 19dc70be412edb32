import type { QueueStorage } from "./queue-storage.ts";

/** Last in, first out. */
export class Stack<T> implements QueueStorage<T> {
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

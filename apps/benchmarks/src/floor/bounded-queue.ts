import { Fifo } from "./fifo.ts";
import { current, type Runnable, wake } from "./turns.ts";

/** A bounded queue for one producer and one consumer, with the semantics of asyncio. A woken waiter checks the queue again. */
export class BoundedQueue<T> {
  readonly #capacity: number;
  readonly #items = new Fifo<T>();
  #waiter: Runnable | null = null;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Returns whether the running task has to yield until the queue has room. */
  isFull(): boolean {
    return this.#items.size === this.#capacity && this.#park();
  }

  /** Returns whether the running task has to yield until the queue has an item. */
  isEmpty(): boolean {
    return this.#items.size === 0 && this.#park();
  }

  put(item: T): void {
    this.#items.push(item);
    this.#wakeWaiter();
  }

  get(): T {
    const item = this.#items.shift()!;
    this.#wakeWaiter();
    return item;
  }

  #park(): boolean {
    this.#waiter = current;
    return true;
  }

  #wakeWaiter(): void {
    const waiter = this.#waiter;
    this.#waiter = null;
    if (waiter !== null) wake(waiter);
  }
}

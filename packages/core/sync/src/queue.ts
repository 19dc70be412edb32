import { brand, Fifo, nameOf, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { markCoroutineMethods } from "@asyncio-ts/tasks/lowlevel";
import type { Coroutine, Source } from "@asyncio-ts/tasks";
import { QueueEmpty, QueueFull, QueueShutDown } from "./errors.ts";
import { Event } from "./event.ts";
import { LoopBound } from "./loop-bound.ts";
import type { QueueStorage } from "./queue-storage.ts";
import { type WaitPolicy, QueuedWait } from "./queued-wait.ts";
import { type WaitEntry, WaitList } from "./wait-list.ts";

/**
 * Passes items between tasks, first in, first out.
 *
 * It is also a source for `forEach` and `iterate`. The source ends once the queue was shut down and is empty.
 *
 * Mirrors `asyncio.Queue`.
 *
 * @example
 * ```ts
 * import { Queue } from "@asyncio-ts/sync";
 * import { forEach, gather, run } from "@asyncio-ts/tasks";
 *
 * const queue = new Queue<number>(1);
 *
 * function* produce() {
 *   for (const n of [1, 2, 3]) yield* queue.put(n);
 *   queue.shutdown();
 * }
 *
 * function* consume() {
 *   yield* forEach(queue, function* (n) {
 *     console.log(n);
 *   });
 * }
 *
 * await run(function* () {
 *   yield* gather(produce(), consume());
 * });
 * // prints 1
 * // prints 2
 * // prints 3
 * ```
 */
export class Queue<T> extends LoopBound implements Source<T> {
  /** The number of items at which the queue is full; at 0 or below there is no limit. */
  readonly maxsize: number;
  readonly #items: QueueStorage<T>;
  readonly #getters = new Getters<T>(this);
  readonly #putters = new Putters<T>(this);
  /** Set while no item is unfinished: the event behind `join`. */
  readonly #finished = new Event()._labelled(this);
  #unfinished = 0;
  #isShutdown = false;

  /**
   * @param maxsize the number of items at which the queue is full; at 0 or below there is no limit
   * @param storage the container of the items, which decides their order; first in, first out by default
   * @throws TypeError when `maxsize` is not a number, or `storage` is not a container of items
   */
  constructor(maxsize = 0, storage: QueueStorage<T> = new Fifo<T>()) {
    super();
    if (typeof maxsize !== "number" || Number.isNaN(maxsize)) {
      throw new TypeError(`${nameOf(this)}: a number was expected as maxsize, got ${repr(maxsize)}`);
    }
    if (typeof storage?.push !== "function" || typeof storage.pop !== "function" || typeof storage.size !== "number") {
      throw wrongArgument(nameOf(this), "a storage with push(), pop() and size", storage);
    }
    this.maxsize = maxsize;
    this.#items = storage;
    this.#finished.set();
  }

  /** Returns the number of items. */
  qsize(): number {
    return this.#items.size;
  }

  /** Returns whether the queue has no items. */
  empty(): boolean {
    return this.#items.size === 0;
  }

  /** Returns whether the queue holds `maxsize` items. */
  full(): boolean {
    return this.maxsize > 0 && this.#items.size >= this.maxsize;
  }

  /**
   * Waits until the queue is not full, and puts an item into it.
   *
   * @throws QueueShutDown when the queue was shut down
   */
  put(item: T): Coroutine<void> {
    return new QueuedWait(this.#putters, item) as never;
  }

  /**
   * Puts an item into the queue without waiting.
   *
   * @throws QueueFull when the queue is full
   * @throws QueueShutDown when the queue was shut down
   */
  putNowait(item: T): void {
    if (this.#isShutdown) throw this.#shutDownError();
    if (this.full()) throw new QueueFull(`putNowait(): ${this.toString()} is full`);
    this.#items.push(item);
    this.#unfinished++;
    this.#finished.clear();
    this.#getters.removeAndWakeNext();
  }

  /**
   * Waits until the queue is not empty, and removes the next item.
   *
   * @returns the item
   * @throws QueueShutDown when the queue was shut down and is empty
   */
  get(): Coroutine<T> {
    return new QueuedWait(this.#getters, undefined) as never;
  }

  /**
   * Removes the next item without waiting.
   *
   * @returns the item
   * @throws QueueEmpty when the queue is empty
   * @throws QueueShutDown when the queue is empty and was shut down
   */
  getNowait(): T {
    if (this.empty()) throw this.#isShutdown ? this.#shutDownError() : new QueueEmpty(`getNowait(): ${this.toString()} is empty`);
    const item = this.#items.pop();
    this.#putters.removeAndWakeNext();
    return item;
  }

  /** Waits for the next item, or for the end of the queue. `forEach` and `iterate` call it. */
  *next(): Coroutine<IteratorResult<T>> {
    try {
      return { done: false, value: yield* this.get() };
    } catch (error) {
      if (error instanceof QueueShutDown) return { done: true, value: undefined };
      throw error;
    }
  }

  /**
   * Tells the queue that the work on an item that was removed is done.
   *
   * @throws RangeError when called more often than items were put
   */
  taskDone(): void {
    if (this.#unfinished <= 0) throw new RangeError(`taskDone() called too many times: ${this.toString()}`);
    if (--this.#unfinished === 0) this.#finished.set();
  }

  /** Waits until `taskDone` was called for each item that was put. */
  *join(): Coroutine<void> {
    if (this.#unfinished > 0) yield* this.#finished.wait();
  }

  /**
   * Closes the queue to new items. `put` then throws a QueueShutDown, and so does `get` once the queue is empty. Calls that
   * are waiting end in the same way.
   *
   * @param immediate whether to discard the remaining items, and count them as done
   */
  shutdown(immediate = false): void {
    this.#isShutdown = true;
    if (immediate) this.#discardItems();
    while (this.#getters.size > 0) this.#getters.removeAndWakeNext();
    while (this.#putters.size > 0) this.#putters.removeAndWakeNext();
  }

  #discardItems(): void {
    while (!this.empty()) {
      this.#items.pop();
      if (this.#unfinished > 0) this.#unfinished--;
    }
    if (this.#unfinished === 0) this.#finished.set();
  }

  /** @internal Adds a waiter, unless the queue was shut down. @throws QueueShutDown */
  _enqueueIn(waiters: WaitList): WaitEntry {
    if (this.#isShutdown) throw this.#shutDownError();
    return waiters.add(this._getLoop());
  }

  #shutDownError(): QueueShutDown {
    return new QueueShutDown(`${this.toString()} was shut down`);
  }

  /** Returns the state, for errors and logs. */
  override toString(): string {
    const details = [`maxsize=${this.maxsize}`, `items=${this.#items.size}`];
    if (this.#getters.size > 0) details.push(`getters=${this.#getters.size}`);
    if (this.#putters.size > 0) details.push(`putters=${this.#putters.size}`);
    if (this.#unfinished > 0) details.push(`tasks=${this.#unfinished}`);
    if (this.#isShutdown) details.push("shutdown");
    return `<${nameOf(this)} ${details.join(" ")}>`;
  }
}

brand(Queue, "Queue");
markCoroutineMethods(Queue, "get", "put");

/** The tasks that wait to put an item. */
class Putters<T> extends WaitList implements WaitPolicy<T, void> {
  declare readonly primitive: Queue<T>;

  enqueue(): WaitEntry | null {
    return this.primitive.full() ? this.primitive._enqueueIn(this) : null;
  }

  retry(): WaitEntry | null {
    return this.enqueue();
  }

  take(item: T): void {
    this.primitive.putNowait(item);
  }

  abandon(entry: WaitEntry): void {
    this.removeAbandoned(entry, !this.primitive.full());
  }
}

/** The tasks that wait to get an item. */
class Getters<T> extends WaitList implements WaitPolicy<void, T> {
  declare readonly primitive: Queue<T>;

  enqueue(): WaitEntry | null {
    return this.primitive.empty() ? this.primitive._enqueueIn(this) : null;
  }

  retry(): WaitEntry | null {
    return this.enqueue();
  }

  take(): T {
    return this.primitive.getNowait();
  }

  abandon(entry: WaitEntry): void {
    this.removeAbandoned(entry, !this.primitive.empty());
  }
}

import { brand, Fifo, nameOf, repr } from "@asyncio-ts/loop/lowlevel";
import { markCoroutineMethods } from "@asyncio-ts/tasks/lowlevel";
import type { Coroutine, Source } from "@asyncio-ts/tasks";
import { QueueEmpty, QueueFull, QueueShutDown } from "./errors.ts";
import { Event } from "./event.ts";
import { LoopBound } from "./loop-bound.ts";
import type { Items } from "./items.ts";
import { type WaitPolicy, QueuedWait } from "./queued-wait.ts";
import { type Waiter, Waiters } from "./waiters.ts";

/**
 * Hands items from tasks to tasks, first in, first out; also a source for `forEach` and `iterate`, which ends when the queue
 * was shut down and is empty.
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
  /** How many items it holds at most; no limit at 0 or below. */
  readonly maxsize: number;
  readonly #items: Items<T>;
  readonly #getters = new Getters<T>(this);
  readonly #putters = new Putters<T>(this);
  /** Set while no item is unfinished. */
  readonly #finished = new Finished(this);
  #unfinished = 0;
  #isShutdown = false;

  /**
   * @param maxsize no limit at 0 or below
   * @param items what the items are kept in, which decides their order
   * @throws TypeError when `maxsize` is no number
   */
  constructor(maxsize = 0, items: Items<T> = new Fifo<T>()) {
    super();
    if (typeof maxsize !== "number" || Number.isNaN(maxsize)) {
      throw new TypeError(`${nameOf(this)}: a number was expected as maxsize, got ${repr(maxsize)}`);
    }
    this.maxsize = maxsize;
    this.#items = items;
    this.#finished.set();
  }

  /** How many items are in it. */
  qsize(): number {
    return this.#items.size;
  }

  /** Whether no item is in it. */
  empty(): boolean {
    return this.#items.size === 0;
  }

  /** Whether it holds as many items as it may. */
  full(): boolean {
    return this.maxsize > 0 && this.#items.size >= this.maxsize;
  }

  /**
   * Puts an item in, waiting until there is room.
   *
   * @throws QueueShutDown when it was shut down
   */
  put(item: T): Coroutine<void> {
    return new QueuedWait(this.#putters, item) as never;
  }

  /**
   * Puts an item in.
   *
   * @throws QueueFull when there is no room
   * @throws QueueShutDown when it was shut down
   */
  putNowait(item: T): void {
    if (this.#isShutdown) throw this.#shutDownError();
    if (this.full()) throw new QueueFull(`no room in ${this.toString()}`);
    this.#items.push(item);
    this.#unfinished++;
    this.#finished.clear();
    this.#getters.dismissNext();
  }

  /**
   * Takes the next item out, waiting until there is one.
   *
   * @throws QueueShutDown when it was shut down and is empty
   */
  get(): Coroutine<T> {
    return new QueuedWait(this.#getters, undefined) as never;
  }

  /**
   * Takes the next item out.
   *
   * @throws QueueEmpty when there is none
   * @throws QueueShutDown when there is none, and it was shut down
   */
  getNowait(): T {
    if (this.empty()) throw this.#isShutdown ? this.#shutDownError() : new QueueEmpty(`nothing in ${this.toString()}`);
    const item = this.#items.pop();
    this.#putters.dismissNext();
    return item;
  }

  /** A source's part: the next item, or the end. */
  *next(): Coroutine<IteratorResult<T>> {
    try {
      return { done: false, value: yield* this.get() };
    } catch (error) {
      if (error instanceof QueueShutDown) return { done: true, value: undefined };
      throw error;
    }
  }

  /**
   * Says that the work on an item that was taken out is done.
   *
   * @throws RangeError when called more often than there were items
   */
  taskDone(): void {
    if (this.#unfinished <= 0) throw new RangeError(`taskDone() called too many times: ${this.toString()}`);
    if (--this.#unfinished === 0) this.#finished.set();
  }

  /** Waits until the work on all items is done. */
  *join(): Coroutine<void> {
    if (this.#unfinished > 0) yield* this.#finished.wait();
  }

  /**
   * Takes no more items, and gives those that are left; whoever waits in vain gets a QueueShutDown.
   *
   * @param immediate drops those that are left, and counts them as done
   */
  shutdown(immediate = false): void {
    this.#isShutdown = true;
    if (immediate) this.#drop();
    while (this.#getters.size > 0) this.#getters.dismissNext();
    while (this.#putters.size > 0) this.#putters.dismissNext();
  }

  #drop(): void {
    while (!this.empty()) {
      this.#items.pop();
      if (this.#unfinished > 0) this.#unfinished--;
    }
    if (this.#unfinished === 0) this.#finished.set();
  }

  /** @internal Stands in line, unless waiting is in vain. */
  _line(waiters: Waiters): Waiter {
    if (this.#isShutdown) throw this.#shutDownError();
    return waiters.add(this.loop());
  }

  #shutDownError(): QueueShutDown {
    return new QueueShutDown(`${this.toString()} was shut down`);
  }

  /** Its state, as errors and logs show it. */
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

/** The event of a queue, which speaks in its name. */
class Finished extends Event {
  readonly #queue: Queue<any>;

  constructor(queue: Queue<any>) {
    super();
    this.#queue = queue;
  }

  override toString(): string {
    return this.#queue.toString();
  }
}

/** Those who wait for room. */
class Putters<T> extends Waiters implements WaitPolicy<T, void> {
  declare readonly owner: Queue<T>;

  enqueue(): Waiter | null {
    return this.owner.full() ? this.owner._line(this) : null;
  }

  retry(): Waiter | null {
    return this.enqueue();
  }

  take(item: T): void {
    this.owner.putNowait(item);
  }

  abandon(waiter: Waiter): void {
    this.dismiss(waiter, this.owner.full());
  }
}

/** Those who wait for an item. */
class Getters<T> extends Waiters implements WaitPolicy<void, T> {
  declare readonly owner: Queue<T>;

  enqueue(): Waiter | null {
    return this.owner.empty() ? this.owner._line(this) : null;
  }

  retry(): Waiter | null {
    return this.enqueue();
  }

  take(): T {
    return this.owner.getNowait();
  }

  abandon(waiter: Waiter): void {
    this.dismiss(waiter, this.owner.empty());
  }
}

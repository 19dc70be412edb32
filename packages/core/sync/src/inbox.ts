import { Fifo } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, getRunningLoop, type Source, type Trap } from "@asyncio-ts/tasks";
import { completed, markCoroutineMethods, type OperationBody, operation } from "@asyncio-ts/tasks/lowlevel";
import { bufferOf, type BufferOptions, type Overflow } from "./overflow.ts";
import { type Waiter, Waiters } from "./waiters.ts";

/**
 * What the host gives, until tasks read it.
 *
 * Several tasks may read: each item goes to one of them, and so does the error at the end. Unlike a queue it belongs to no
 * loop, since it is the host that gives, and whoever gives never waits.
 */
export abstract class Inbox<T> implements Source<T> {
  /** How many items it holds at most. */
  protected readonly capacity: number;
  readonly #overflow: Overflow;
  #items = new Fifo<T>();
  /** The readers that wait and were not woken. A linked list, because there may be very many. */
  readonly #readers = new Waiters(this);
  #ended = false;
  /** The error to throw once all items are read. */
  #failure: { error: unknown } | null = null;

  /**
   * @param who names the caller in errors
   * @throws RangeError when an option is none
   */
  constructor(who: string, options: BufferOptions) {
    const { buffer, overflow } = bufferOf(who, options);
    this.capacity = overflow === "unbounded" ? Infinity : buffer;
    this.#overflow = overflow;
  }

  /** How many items nobody has read. */
  protected get size(): number {
    return this.#items.size;
  }

  /** Whether no more will come. */
  protected get ended(): boolean {
    return this.#ended;
  }

  /** Takes an item in. @returns false when it is one too many, and none is to be dropped for it */
  protected give(item: T): boolean {
    if (this.#items.size === this.capacity) {
      if (this.#overflow === "error") return false;
      if (this.#overflow === "dropNewest") return true;
      this.#items.pop();
    }
    this.#items.push(item);
    this.#wakeNext();
    return true;
  }

  /** No more will come. What is there is read first, then the error is thrown, once. */
  protected end(failure: { error: unknown } | null): void {
    this.#ended = true;
    this.#failure = failure;
    while (this.#readers.size > 0) this.#wakeNext();
  }

  /** Nobody wants what is there, nor what may come. */
  protected drop(): void {
    this.#items = new Fifo();
    this.end(null);
  }

  /** The next item, or the end, where it is known at once; null where it is to be waited for. @throws as `next` does */
  poll(): IteratorResult<T> | null {
    if (this.#items.size > 0) return { done: false, value: this.#items.pop() };
    return this.#ended ? this.#completed() : null;
  }

  /**
   * The next item, or the end. A cancelled wait loses no item.
   *
   * @throws the error that the source ended with, once what it gave before is read
   * @throws BufferOverflowError when items came faster than they were read
   */
  next(): Coroutine<IteratorResult<T>> {
    return new Reading(this) as never;
  }

  /** Lets the source go, and drops what nobody has read. */
  abstract return(): Coroutine<void>;

  /** Its state, as errors and logs show it. */
  abstract toString(): string;

  /** @internal Adds a reader. */
  _line(): Waiter {
    return this.#readers.add(getRunningLoop());
  }

  /** @internal Removes a reader that gave up. If it had been woken and an item is left, wakes the next reader. */
  _left(reader: Waiter): void {
    if (reader.list !== null) this.#readers.remove(reader);
    else if (!reader.cancelled() && this.#items.size > 0) this.#wakeNext();
  }

  #completed(): IteratorResult<T> {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure.error;
    return { done: true, value: undefined };
  }

  /** Wakes the first reader that was not cancelled and whose loop is not closed. */
  #wakeNext(): void {
    for (let reader = this.#readers.first; reader !== null; reader = this.#readers.first) {
      this.#readers.remove(reader);
      if (!reader.done() && !reader.getLoop().isClosed()) return reader.setResult();
    }
  }
}

markCoroutineMethods(Inbox, "next");

/** The coroutine of one who waits for the next item, or the end. */
class Reading<T> implements OperationBody {
  readonly inbox: Inbox<T>;
  arrival: Waiter | null = null;
  over = false;

  constructor(inbox: Inbox<T>) {
    this.inbox = inbox;
  }

  next(): IteratorResult<Trap, IteratorResult<T>> {
    if (this.over) return completed(undefined as never);
    if (this.arrival !== null) {
      const answer = this.await(this.arrival);
      if (answer.done !== true) return answer;
    }
    const result = this.inbox.poll();
    if (result === null) return this.await((this.arrival = this.inbox._line())) as never;
    this.over = true;
    return completed(result);
  }

  // In a method of its own: with the `try` in `next` that is not always inlined, which costs up to 60 ns.
  await(arrival: Waiter): IteratorResult<Trap, void> {
    try {
      return arrival[Symbol.iterator]().next();
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  leave(): void {
    this.over = true;
    if (this.arrival !== null) this.inbox._left(this.arrival);
    this.arrival = null;
  }
}

operation(Reading, "next");

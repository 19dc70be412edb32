import { type Failure, Fifo } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, getRunningLoop, type Source } from "@asyncio-ts/tasks";
import { markCoroutineMethods } from "@asyncio-ts/tasks/lowlevel";
import { type BufferOptions, type Overflow, withDefaults } from "./overflow.ts";
import { QueuedWait, type WaitPolicy } from "./queued-wait.ts";
import { type WaitEntry, WaitList } from "./wait-list.ts";

/**
 * A source of items that the host pushes. It buffers them until tasks read them.
 *
 * Several tasks may read: each item goes to one of them, and so does the error at the end. Unlike a queue, an inbox is not
 * bound to a loop, and pushing never waits.
 */
export abstract class Inbox<T> implements Source<T> {
  /** The number of items that the buffer holds. */
  protected readonly capacity: number;
  readonly #overflow: Overflow;
  readonly #readers = new InboxReaders<T>(this);
  #items = new Fifo<T>();
  #ended = false;
  /** The error to throw once all items are read. */
  #failure: Failure | null = null;

  /**
   * @param caller the function that error messages name
   * @throws RangeError when an option is invalid
   */
  constructor(caller: string, options: BufferOptions) {
    const { buffer, overflow } = withDefaults(caller, options);
    this.capacity = overflow === "unbounded" ? Infinity : buffer;
    this.#overflow = overflow;
  }

  /** The number of unread items. */
  protected get size(): number {
    return this.#items.size;
  }

  /** Whether the source has ended: no more items will come. */
  protected get ended(): boolean {
    return this.#ended;
  }

  /** Adds an item, and wakes a reader. @returns false if the buffer is full and its policy is `"error"` */
  protected push(item: T): boolean {
    if (this.#items.size === this.capacity) {
      if (this.#overflow === "error") return false;
      if (this.#overflow === "dropNewest") return true;
      this.#items.pop();
    }
    this.#items.push(item);
    this.#readers.removeAndWakeNext();
    return true;
  }

  /** Ends the source. Unread items can still be read. */
  protected end(): void {
    this.#end(null);
  }

  /** Ends the source with an error. It is thrown once, after all unread items are read. */
  protected fail(error: unknown): void {
    this.#end({ error });
  }

  /** Ends the source, and discards the unread items. */
  protected discard(): void {
    this.#items = new Fifo();
    this.#end(null);
  }

  /** Returns the next item, or the end; null if a reader would have to wait. @throws the error that the source ended with */
  poll(): IteratorResult<T> | null {
    if (this.#items.size > 0) return { done: false, value: this.#items.pop() };
    return this.#ended ? this.#endResult() : null;
  }

  /**
   * Waits for the next item, or for the end. A cancelled wait loses no item.
   *
   * @throws the error that the source ended with, once all items before it are read
   * @throws BufferOverflowError when items came faster than they were read
   */
  next(): Coroutine<IteratorResult<T>> {
    return new QueuedWait(this.#readers, undefined) as never;
  }

  /** Closes the source, and discards the unread items. */
  abstract return(): Coroutine<void>;

  /** Returns the state, for errors and logs. */
  abstract toString(): string;

  /** @internal */
  get _label(): object {
    return this;
  }

  /** @internal Whether a reader would have to wait: there is no item, and the source has not ended. */
  get _isIdle(): boolean {
    return this.#items.size === 0 && !this.#ended;
  }

  /** @internal */
  get _hasItems(): boolean {
    return this.#items.size > 0;
  }

  #end(failure: Failure | null): void {
    this.#ended = true;
    this.#failure = failure;
    while (this.#readers.size > 0) this.#readers.removeAndWakeNext();
  }

  #endResult(): IteratorResult<T> {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure.error;
    return { done: true, value: undefined };
  }
}

markCoroutineMethods(Inbox, "next");

/** The readers that wait for an item of an inbox. They may belong to several loops. */
class InboxReaders<T> extends WaitList implements WaitPolicy<undefined, IteratorResult<T>> {
  declare readonly primitive: Inbox<T>;

  enqueue(): WaitEntry | null {
    return this.primitive._isIdle ? this.add(getRunningLoop()) : null;
  }

  retry(): WaitEntry | null {
    return this.enqueue();
  }

  take(): IteratorResult<T> {
    return this.primitive.poll()!;
  }

  abandon(entry: WaitEntry): void {
    this.removeAbandoned(entry, this.primitive._hasItems);
  }

  /** Passes over readers of closed loops, because they will never run. */
  protected override canWake(entry: WaitEntry): boolean {
    return !entry.done() && !entry.getLoop().isClosed();
  }
}

/// <reference lib="esnext.disposable" preserve="true" />
import { disposable, repr, Ring } from "@asyncio-ts/loop/kit";
import { bufferOf, type BufferOptions, BufferOverflowError, type Overflow } from "@asyncio-ts/sync/kit";
import { type Coroutine, Future, getEventLoop, getRunningLoop, type Source } from "@asyncio-ts/tasks";
import type { Observer } from "rxjs";
import { Connection } from "./connection.ts";
import { type ObservableLike, observableOf } from "./observable-like.ts";

/** One who waits for an item. Its text is that of the reader. */
class Arrival extends Future<void> {
  // No private name: one of these is made for each item that is waited for.
  readonly reader: Reader<unknown>;

  constructor(reader: Reader<unknown>) {
    super({ loop: getRunningLoop() });
    this.reader = reader;
  }

  override toString(): string {
    return this.reader.toString();
  }
}

/**
 * A subscription as a source: tasks read what the Observable gives. What `subscribe` returns.
 *
 * Several tasks may read from it: each item goes to one of them, and so does the error that the Observable ends with.
 */
export class Reader<T> implements Source<T>, Disposable {
  /** What was given, and nobody has read. */
  #items = new Ring<T>();
  readonly #capacity: number;
  readonly #overflow: Overflow;
  readonly #source: ObservableLike<T>;
  readonly #connection = new Connection(getEventLoop());
  /** Those who wait, in the order of asking; one that was woken stays until its task has run. */
  readonly #arrivals: Arrival[] = [];
  #ended = false;
  /** The error to throw once all items are read. */
  #failure: { error: unknown } | null = null;
  declare readonly [Symbol.dispose]: () => void;

  /** @internal */
  constructor(source: ObservableLike<T>, options: BufferOptions) {
    const { buffer, overflow } = bufferOf("subscribe", options);
    this.#capacity = overflow === "unbounded" ? Infinity : buffer;
    this.#overflow = overflow;
    this.#source = source;
    const observer: Observer<T> = {
      next: (item) => this.#take(item),
      error: (error) => this.#end({ error }),
      complete: () => this.#end(null),
    };
    this.#connection.open(observableOf("subscribe", source), observer);
  }

  /**
   * The next item, or the end. A cancelled wait loses no item.
   *
   * @throws what the Observable ends with, once what was buffered is read
   * @throws BufferOverflowError when items came faster than they were read
   */
  *next(): Coroutine<IteratorResult<T>> {
    while (this.#items.size === 0) {
      if (this.#ended) return this.#finish();
      const arrival = new Arrival(this);
      this.#arrivals.push(arrival);
      let goesOn = false;
      try {
        yield* arrival;
        goesOn = true;
      } finally {
        if (this.#arrivals[0] === arrival) this.#arrivals.shift();
        else this.#arrivals.splice(this.#arrivals.indexOf(arrival), 1);
        // The wake-up may have been this one's: somebody else is to have it.
        if (!goesOn && this.#items.size > 0) this.#wakeNext();
      }
    }
    return { done: false, value: this.#items.pop() };
  }

  /** Unsubscribes, and drops what nobody has read. Disposing does the same. */
  *return(): Coroutine<void> {
    this._close();
  }

  /** @internal */
  _close(): void {
    this.#connection.close();
    this.#items = new Ring();
    this.#end(null);
  }

  #take(item: T): void {
    if (this.#items.size === this.#capacity) {
      if (this.#overflow === "dropNewest") return;
      if (this.#overflow === "error") return this.#overflowed();
      this.#items.pop();
    }
    this.#items.push(item);
    this.#wakeNext();
  }

  #overflowed(): void {
    const what = `${repr(this.#source)} gave more than the ${this.#capacity} items that its buffer holds`;
    this.#end({ error: new BufferOverflowError(`subscribe: ${what}; read faster, or choose what to drop by \`overflow\``) });
    this.#connection.close();
  }

  #end(failure: { error: unknown } | null): void {
    this.#ended = true;
    this.#failure = failure;
    for (const arrival of this.#arrivals) wake(arrival);
  }

  #finish(): IteratorResult<T> {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure.error;
    return { done: true, value: undefined };
  }

  #wakeNext(): void {
    for (const arrival of this.#arrivals) if (wake(arrival)) return;
  }

  toString(): string {
    return `<Reader of ${repr(this.#source)} items=${this.#items.size}${this.#ended ? " ended" : ""}>`;
  }
}

disposable(Reader, function (this: Reader<unknown>) {
  this._close();
});

/** Lets one who waits go on; false when it was woken or cancelled before, or its loop is gone. */
function wake(arrival: Arrival): boolean {
  if (arrival.done() || arrival.getLoop().isClosed()) return false;
  arrival.setResult();
  return true;
}

/**
 * Subscribes, and gives a source of the items for `forEach` and `iterate`, which let the Observable go at every exit; also
 * disposable, for a reader that nobody reads to its end.
 *
 * @param source an Observable of RxJS or of the platform, or whatever else has a `subscribe`
 * @param options.buffer how many items to keep that nobody has read yet; 1,024 by default
 * @param options.overflow what to do with one too many: `"error"` by default, or `"dropOldest"`, `"dropNewest"`, `"unbounded"`
 * @throws TypeError when `source` can't be subscribed to
 * @throws RangeError when an option is none
 *
 * @example
 * ```ts
 * import { subscribe } from "@asyncio-ts/rxjs";
 * import { forEach, run } from "@asyncio-ts/tasks";
 * import { interval, map, take } from "rxjs";
 *
 * await run(function* () {
 *   const ticks = interval(5).pipe(take(3), map((n) => `tick ${n}`));
 *   yield* forEach(subscribe(ticks), function* (tick) {
 *     console.log(tick);
 *   });
 * });
 * // prints tick 0
 * // prints tick 1
 * // prints tick 2
 * ```
 */
export function subscribe<T>(source: ObservableLike<T>, options: BufferOptions = {}): Reader<T> {
  return new Reader(source, options);
}

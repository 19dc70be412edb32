/// <reference lib="esnext.disposable" preserve="true" />
import { disposable, repr } from "@asyncio-ts/loop/lowlevel";
import { type BufferOptions, BufferOverflowError, Inbox } from "@asyncio-ts/sync/lowlevel";
import { type Coroutine, getEventLoop } from "@asyncio-ts/tasks";
import { Connection } from "./connection.ts";
import { type ObservableLike, observableOf } from "./observable-like.ts";

/**
 * A subscription as a source: tasks read what the Observable gives. What `subscribe` returns.
 *
 * Several tasks may read from it: each item goes to one of them, and so does the error that the Observable ends with.
 */
export class Reader<T> extends Inbox<T> implements Disposable {
  readonly #source: ObservableLike<T>;
  readonly #connection = new Connection(getEventLoop());
  /** Unsubscribes, and drops what was buffered. */
  declare readonly [Symbol.dispose]: () => void;

  /** @internal */
  constructor(source: ObservableLike<T>, options: BufferOptions) {
    super("subscribe", options);
    this.#source = source;
    this.#connection.open(observableOf("subscribe", source), {
      next: (item) => {
        if (!this.push(item)) this.#overflowed();
      },
      error: (error) => this.fail(error),
      complete: () => this.end(),
    });
  }

  /** Unsubscribes, and drops what nobody has read. Disposing does the same. */
  override *return(): Coroutine<void> {
    this._close();
  }

  /** @internal */
  _close(): void {
    this.#connection.close();
    this.discard();
  }

  #overflowed(): void {
    const what = `${repr(this.#source)} gave more than the ${this.capacity} items that its buffer holds`;
    this.fail(new BufferOverflowError(`subscribe: ${what}; read faster, or choose what to drop by \`overflow\``));
    this.#connection.close();
  }

  /** Its state, as errors and logs show it. */
  override toString(): string {
    return `<Reader of ${repr(this.#source)} items=${this.size}${this.ended ? " ended" : ""}>`;
  }
}

disposable(Reader, function (this: Reader<unknown>) {
  this._close();
});

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

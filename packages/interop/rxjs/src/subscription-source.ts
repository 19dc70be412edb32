/// <reference lib="esnext.disposable" preserve="true" />
import { checkOptions, disposable, repr } from "@asyncio-ts/loop/lowlevel";
import { type BufferOptions, BufferOverflowError, Inbox } from "@asyncio-ts/sync/lowlevel";
import { type Coroutine, getEventLoop } from "@asyncio-ts/tasks";
import { type ObservableLike, observableOf } from "./observable-like.ts";
import { UpstreamSubscription } from "./upstream-subscription.ts";

/**
 * A subscription as a source, from which tasks read the Observable's items. Returned by `subscribe`.
 *
 * Several tasks may read from it. Each item goes to one of them, and so does the Observable's error.
 */
export class SubscriptionSource<T> extends Inbox<T> implements Disposable {
  readonly #source: ObservableLike<T>;
  readonly #subscription = new UpstreamSubscription(getEventLoop());
  /** Unsubscribes and drops unread items. */
  declare readonly [Symbol.dispose]: () => void;

  /** @internal */
  constructor(source: ObservableLike<T>, options: BufferOptions) {
    super("subscribe", options);
    this.#source = source;
    this.#subscription.subscribe(observableOf("subscribe", source), {
      next: (item) => {
        if (!this.push(item)) this.#onOverflow();
      },
      error: (error) => this.fail(error),
      complete: () => this.end(),
    });
  }

  /** Unsubscribes and drops unread items. Disposing does the same. */
  override *return(): Coroutine<void> {
    this._close();
  }

  /** @internal */
  _close(): void {
    this.#subscription.unsubscribe();
    this.discard();
  }

  #onOverflow(): void {
    const error = new BufferOverflowError(
      `subscribe: ${repr(this.#source)} overflowed its buffer of ${this.capacity} items; ` +
        "read faster, raise `buffer`, or choose which items to drop with `overflow`",
    );
    this.fail(error);
    this.#subscription.unsubscribe();
  }

  /** Returns the state as text, for errors and logs. */
  override toString(): string {
    return `<SubscriptionSource of ${repr(this.#source)} items=${this.size}${this.ended ? " ended" : ""}>`;
  }
}

disposable(SubscriptionSource, function (this: SubscriptionSource<unknown>) {
  this._close();
});

/**
 * Subscribes to an Observable, and returns its items as a source for `forEach` and `iterate`. Every exit from these
 * unsubscribes. The source is also disposable, for programs that do not read it to its end.
 *
 * An error of the Observable is thrown once all items before it are read.
 *
 * @param source an Observable of RxJS or of the platform, or any other object with a `subscribe`
 * @param options.buffer the maximum number of unread items; 1,024 by default
 * @param options.overflow the treatment of an item that finds the buffer full: `"error"` (the default), `"dropOldest"`,
 *   `"dropNewest"` or `"unbounded"`
 * @returns a source; after an overflow its `next()` throws a BufferOverflowError
 * @throws TypeError when `source` has no `subscribe`, or `options` is not an object
 * @throws RangeError when `buffer` is not a whole number above 0, or `overflow` is not one of the four
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
export function subscribe<T>(source: ObservableLike<T>, options: BufferOptions = {}): SubscriptionSource<T> {
  checkOptions("subscribe", options);
  return new SubscriptionSource(source, options);
}

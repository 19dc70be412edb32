import { checkOptions, repr } from "@asyncio-ts/loop/lowlevel";
import { CancelledError, Future, getEventLoop } from "@asyncio-ts/tasks";
import { EmptyError } from "rxjs";
import { type ObservableLike, observableOf } from "./observable-like.ts";
import { UpstreamSubscription } from "./upstream-subscription.ts";

/** The options of `firstValue` and `lastValue`. */
export interface ValueOptions<D> {
  /** The result when the Observable completes without an item, in place of an EmptyError. */
  default?: D;
}

/** The future of an item of an Observable. It unsubscribes when it is done. */
class ObservableFuture<T> extends Future<T> {
  readonly #subscription = new UpstreamSubscription(this.getLoop());
  #description = "";

  /** @param takeFirst whether the first item is the result; otherwise the last item is */
  subscribe(caller: string, source: ObservableLike<T>, takeFirst: boolean, options: ValueOptions<T>): void {
    checkOptions(caller, options);
    this.#description = `${caller} of ${repr(source)}`;
    let hasValue = "default" in options;
    let value = options.default as T;
    const finish = (settle: () => void) => {
      if (this.done() || this.getLoop().isClosed()) this.#subscription.unsubscribe();
      else settle();
    };
    this.#subscription.subscribe(observableOf(caller, source), {
      next: (item) => {
        hasValue = true;
        value = item;
        if (takeFirst) finish(() => this.setResult(item));
      },
      error: (error: unknown) => finish(() => (error instanceof CancelledError ? this.cancel(error.message) : this.setException(error))),
      complete: () => finish(() => (hasValue ? this.setResult(value) : this.setException(new EmptyError()))),
    });
  }

  override setResult(result: T): void {
    super.setResult(result);
    this.#subscription.unsubscribe();
  }

  override setException(exception: unknown): void {
    super.setException(exception);
    this.#subscription.unsubscribe();
  }

  override cancel(message?: string): boolean {
    const cancelled = super.cancel(message);
    this.#subscription.unsubscribe();
    return cancelled;
  }

  override toString(): string {
    return this.done() ? super.toString() : `<${this.#description} pending>`;
  }
}

/**
 * Returns a future of the first item of an Observable. It subscribes at the call, and unsubscribes when the item arrives or the
 * future is cancelled. Mirrors RxJS's `firstValueFrom`.
 *
 * @param source an Observable of RxJS or of the platform, or any other object with a `subscribe`
 * @param options.default the result when the Observable completes without an item
 * @throws EmptyError of RxJS, through the future, when there is neither an item nor a default
 * @throws TypeError when `source` has no `subscribe`, or `options` is not an object
 *
 * @example
 * ```ts
 * import { firstValue } from "@asyncio-ts/rxjs";
 * import { run } from "@asyncio-ts/tasks";
 * import { timer } from "rxjs";
 *
 * await run(function* () {
 *   console.log(yield* firstValue(timer(5))); // prints 0
 * });
 * ```
 */
export function firstValue<T, D = T>(source: ObservableLike<T>, options: ValueOptions<D> = {}): Future<T | D> {
  const future = new ObservableFuture<T | D>({ loop: getEventLoop() });
  future.subscribe("firstValue", source, true, options);
  return future;
}

/**
 * Returns a future of the last item of an Observable. It subscribes at the call, and unsubscribes when the future is cancelled.
 * Mirrors RxJS's `lastValueFrom`.
 *
 * @param source an Observable of RxJS or of the platform, or any other object with a `subscribe`
 * @param options.default the result when the Observable completes without an item
 * @throws EmptyError of RxJS, through the future, when there is neither an item nor a default
 * @throws TypeError when `source` has no `subscribe`, or `options` is not an object
 */
export function lastValue<T, D = T>(source: ObservableLike<T>, options: ValueOptions<D> = {}): Future<T | D> {
  const future = new ObservableFuture<T | D>({ loop: getEventLoop() });
  future.subscribe("lastValue", source, false, options);
  return future;
}

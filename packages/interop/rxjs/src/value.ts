import { repr } from "@asyncio-ts/loop/lowlevel";
import { CancelledError, Future, getEventLoop } from "@asyncio-ts/tasks";
import { EmptyError } from "rxjs";
import { Connection } from "./connection.ts";
import { type ObservableLike, observableOf } from "./observable-like.ts";

/** What to give when an Observable ends without an item. */
export interface ValueOptions<D> {
  /** The value to give then, in place of an error. */
  default?: D;
}

/** A future of one item of an Observable, which it lets go once it is done, however that came. */
class Value<T> extends Future<T> {
  readonly #connection = new Connection(this.getLoop());
  #sought = "";

  /** @param isEnough whether the first item will do; else it is the last one */
  seek(who: string, source: ObservableLike<T>, isEnough: boolean, options: ValueOptions<T>): void {
    this.#sought = `${who} of ${repr(source)}`;
    let found = "default" in options ? { item: options.default as T } : null;
    const finish = (settle: () => void) => {
      if (this.done() || this.getLoop().isClosed()) this.#connection.close();
      else settle();
    };
    this.#connection.open(observableOf(who, source), {
      next: (item) => {
        found = { item };
        if (isEnough) finish(() => this.setResult(item));
      },
      error: (error: unknown) => finish(() => (error instanceof CancelledError ? this.cancel(error.message) : this.setException(error))),
      complete: () => finish(() => (found === null ? this.setException(new EmptyError()) : this.setResult(found.item))),
    });
  }

  override setResult(result: T): void {
    super.setResult(result);
    this.#connection.close();
  }

  override setException(exception: unknown): void {
    super.setException(exception);
    this.#connection.close();
  }

  override cancel(message?: string): boolean {
    const cancelled = super.cancel(message);
    this.#connection.close();
    return cancelled;
  }

  override toString(): string {
    return this.done() ? super.toString() : `<${this.#sought} pending>`;
  }
}

/**
 * The first item of an Observable. Subscribes at the call, and unsubscribes as soon as the item is there or the future is
 * cancelled. What RxJS's `firstValueFrom` is for promises.
 *
 * @param source an Observable of RxJS or of the platform, or whatever else has a `subscribe`
 * @param options.default what to give when there is no item
 * @throws EmptyError of RxJS, when there is no item and no default
 * @throws TypeError when `source` can't be subscribed to
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
  const value = new Value<T | D>({ loop: getEventLoop() });
  value.seek("firstValue", source, true, options);
  return value;
}

/**
 * The last item of an Observable. Subscribes at the call, and unsubscribes as soon as the future is cancelled. What RxJS's
 * `lastValueFrom` is for promises.
 *
 * @param source an Observable of RxJS or of the platform, or whatever else has a `subscribe`
 * @param options.default what to give when there is no item
 * @throws EmptyError of RxJS, when there is no item and no default
 * @throws TypeError when `source` can't be subscribed to
 */
export function lastValue<T, D = T>(source: ObservableLike<T>, options: ValueOptions<D> = {}): Future<T | D> {
  const value = new Value<T | D>({ loop: getEventLoop() });
  value.seek("lastValue", source, false, options);
  return value;
}

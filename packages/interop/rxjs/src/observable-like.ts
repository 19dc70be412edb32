import { repr } from "@asyncio-ts/loop/lowlevel";
import { isObservable, Observable, type Observer, type Subscribable } from "rxjs";

/** The platform's own `Observable`. Its `subscribe` returns nothing, and an AbortSignal ends the subscription. */
export interface PlatformObservable<T> {
  /** Subscribes until the Observable ends or the signal aborts. */
  subscribe(observer?: Partial<Observer<T>>, options?: { signal?: AbortSignal }): void;
}

/** An Observable of RxJS or of the platform, or any other object with a compatible `subscribe`. */
export type ObservableLike<T> = Observable<T> | Subscribable<T> | PlatformObservable<T>;

/** The return value of a foreign `subscribe`: an RxJS teardown. */
type Teardown = { unsubscribe(): void } | (() => void) | undefined;

/**
 * Converts to an RxJS Observable, because RxJS's subscribers can end a subscription during an emission, and end it only once.
 *
 * @param caller the public function, for the error message
 * @throws TypeError when `source` has no `subscribe`
 */
export function observableOf<T>(caller: string, source: ObservableLike<T>): Observable<T> {
  if (isObservable(source)) return source as Observable<T>;
  if (typeof (source as Partial<Subscribable<T>> | null | undefined)?.subscribe !== "function") {
    throw new TypeError(`${caller}: an Observable was expected, got ${repr(source)}`);
  }
  return new Observable<T>((subscriber) => {
    const controller = new AbortController();
    // Must come before subscribing: a synchronous first item may already end the subscription.
    subscriber.add(() => controller.abort());
    // Arrow functions, because the platform calls these without a `this`.
    const observer: Observer<T> = {
      next: (value) => subscriber.next(value),
      error: (error) => subscriber.error(error),
      complete: () => subscriber.complete(),
    };
    return (source as PlatformObservable<T>).subscribe(observer, { signal: controller.signal }) as Teardown;
  });
}

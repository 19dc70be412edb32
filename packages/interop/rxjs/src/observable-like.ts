import { repr } from "@asyncio-ts/loop/lowlevel";
import { isObservable, Observable, type Observer, type Subscribable } from "rxjs";

/** The platform's own `Observable`: its `subscribe` returns nothing, and a signal ends the subscription. */
export interface PlatformObservable<T> {
  /** Subscribes until it ends or the signal aborts. */
  subscribe(observer?: Partial<Observer<T>>, options?: { signal?: AbortSignal }): void;
}

/** What can be subscribed to: RxJS's Observables, the platform's, and whatever else has a `subscribe` like theirs. */
export type ObservableLike<T> = Observable<T> | Subscribable<T> | PlatformObservable<T>;

/** What a `subscribe` may give, to end the subscription with. */
type Subscribed = { unsubscribe(): void } | (() => void) | undefined;

/**
 * The same as an Observable of RxJS, which knows how to end a subscription from within, and exactly once.
 *
 * @param who names the caller in the error
 * @throws TypeError when it can't be subscribed to
 */
export function observableOf<T>(who: string, source: ObservableLike<T>): Observable<T> {
  if (isObservable(source)) return source as Observable<T>;
  if (typeof (source as Partial<Subscribable<T>> | null | undefined)?.subscribe !== "function") {
    throw new TypeError(`${who}: an Observable was expected, got ${repr(source)}`);
  }
  return new Observable<T>((subscriber) => {
    const controller = new AbortController();
    // Added before the source is asked: its first item may be one too many.
    subscriber.add(() => controller.abort());
    // The platform calls these without a `this`.
    const observer: Observer<T> = {
      next: (value) => subscriber.next(value),
      error: (error) => subscriber.error(error),
      complete: () => subscriber.complete(),
    };
    return (source as PlatformObservable<T>).subscribe(observer, { signal: controller.signal }) as Subscribed;
  });
}

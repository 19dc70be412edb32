import type { LoopCore } from "@asyncio-ts/loop";
import { Observable, type Observer, type Subscription } from "rxjs";

/** A subscription that can be ended while `subscribe` is still running, when a source emits synchronously. */
export class UpstreamSubscription {
  readonly #loop: LoopCore;
  #subscription: Subscription | null = null;

  /** @param loop reports errors in the teardown of the source */
  constructor(loop: LoopCore) {
    this.#loop = loop;
  }

  /** Subscribes. The source may emit all its items before this method returns. */
  subscribe<T>(source: Observable<T>, observer: Observer<T>): void {
    new Observable<T>((subscriber) => {
      this.#subscription = subscriber;
      return source.subscribe(subscriber);
    }).subscribe(observer);
  }

  /** Unsubscribes. Does nothing when the source has ended. Errors in the teardown are reported, because the caller did not cause them. */
  unsubscribe(): void {
    try {
      this.#subscription?.unsubscribe();
    } catch (exception) {
      this.#loop.callExceptionHandler({ message: "Exception in the teardown of an Observable", exception });
    }
  }
}

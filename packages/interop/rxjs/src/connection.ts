import type { LoopCore } from "@asyncio-ts/loop";
import { Observable, type Observer, type Subscription } from "rxjs";

/** A subscription that can be let go from the first item on, also while the source is still being asked for it. */
export class Connection {
  readonly #loop: LoopCore;
  #subscription: Subscription | null = null;

  /** @param loop is told of errors in the clean-up of a source */
  constructor(loop: LoopCore) {
    this.#loop = loop;
  }

  /** Subscribes. A source may give all it has before this returns. */
  open<T>(source: Observable<T>, observer: Observer<T>): void {
    new Observable<T>((subscriber) => {
      this.#subscription = subscriber;
      return source.subscribe(subscriber);
    }).subscribe(observer);
  }

  /** Unsubscribes, unless that was done or the source has ended. What the source throws then is reported: who closes is not to blame. */
  close(): void {
    try {
      this.#subscription?.unsubscribe();
    } catch (exception) {
      this.#loop.callExceptionHandler({ message: "Exception in the clean-up of an Observable", exception });
    }
  }
}

import type { EventLoop } from "./event-loop.ts";
import type { Future } from "./future.ts";
import { UNSEEN } from "./state.ts";

/**
 * The failed futures of one loop whose exception nobody has seen.
 *
 * Each is held weakly and reported when it is lost; the rest is reported when the loop closes. Only futures that fail get in.
 */
export class NeverRetrieved {
  readonly #loop: EventLoop;
  readonly #futures = new Set<WeakRef<Future<any>>>();
  readonly #lost = new FinalizationRegistry((lost: { reference: WeakRef<Future<any>>; message: string; exception: unknown }) => {
    const { reference, message, exception } = lost;
    if (this.#futures.delete(reference)) this.#loop.callExceptionHandler({ message, exception });
  });

  constructor(loop: EventLoop) {
    this.#loop = loop;
  }

  add(future: Future<any>): void {
    const reference = new WeakRef(future);
    this.#futures.add(reference);
    this.#lost.register(future, { reference, message: message(future), exception: future._value }, reference);
    future._rareOnes().seen = () => {
      this.#futures.delete(reference);
      this.#lost.unregister(reference);
    };
  }

  /** Reports all that are left. */
  report(): void {
    for (const reference of this.#futures) {
      const future = reference.deref();
      this.#lost.unregister(reference);
      if (future?._state === UNSEEN) {
        this.#loop.callExceptionHandler({ message: message(future), exception: future._value, future });
      }
    }
    this.#futures.clear();
  }
}

function message(future: Future<any>): string {
  return `${future.constructor.name} exception was never retrieved`;
}

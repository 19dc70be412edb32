import { nameOf } from "@asyncio-ts/loop/lowlevel";
import type { ExceptionContext } from "@asyncio-ts/loop";
import type { EventLoop } from "./event-loop.ts";
import type { Future } from "./future.ts";

/**
 * The failed futures of one loop whose exception nobody has seen.
 *
 * Each is held weakly and reported when it is lost; the rest is reported when the loop closes. Only futures that fail get in.
 */
export class NeverRetrieved {
  readonly #loop: EventLoop;
  readonly #futures = new Map<WeakRef<Future<any>>, ExceptionContext>();
  readonly #lost = new FinalizationRegistry((reference: WeakRef<Future<any>>) => this.#report(reference));

  constructor(loop: EventLoop) {
    this.#loop = loop;
  }

  add(future: Future<any>): void {
    const exception = future._value;
    // An error's stack holds on to all that stood on it, and so to the task that failed, until somebody asks for the text.
    if (exception instanceof Error) void exception.stack;
    const reference = new WeakRef(future);
    const message = `${nameOf(future)} exception was never retrieved`;
    this.#futures.set(reference, { message, exception, ...future._madeAt() });
    this.#lost.register(future, reference, reference);
    future._ensureExtras().seen = () => this.#forget(reference);
  }

  /** Reports all that are left, also those that were lost and not yet noticed. */
  report(): void {
    for (const reference of this.#futures.keys()) this.#report(reference);
  }

  #report(reference: WeakRef<Future<any>>): void {
    const context = this.#futures.get(reference);
    if (context === undefined) return;
    this.#forget(reference);
    const future = reference.deref();
    this.#loop.callExceptionHandler(future === undefined ? context : { ...context, future });
  }

  #forget(reference: WeakRef<Future<any>>): void {
    this.#futures.delete(reference);
    this.#lost.unregister(reference);
  }
}

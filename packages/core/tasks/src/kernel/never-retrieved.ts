import type { ExceptionContext } from "@asyncio-ts/loop";
import { nameOf } from "@asyncio-ts/loop/lowlevel";

/** A failed future, as far as its report needs it. */
export interface FailedFuture {
  /** @internal */
  readonly _value: unknown;
  /** @internal */
  _sourceTraceback(): { sourceTraceback?: string | undefined };
  /** @internal Sets the callback for the retrieval of the exception. */
  _onRetrieved(callback: () => void): void;
}

/**
 * The failed futures of one loop with an unretrieved exception.
 *
 * Each is held weakly and reported when it is collected. The rest is reported when the loop closes. Only failed futures are
 * registered, because a registration is expensive.
 */
export class NeverRetrieved {
  readonly #report: (context: ExceptionContext) => void;
  readonly #futures = new Map<WeakRef<FailedFuture>, ExceptionContext>();
  readonly #collected = new FinalizationRegistry((reference: WeakRef<FailedFuture>) => this.#reportOne(reference));

  /** @param report the loop's exception handler */
  constructor(report: (context: ExceptionContext) => void) {
    this.#report = report;
  }

  add(future: FailedFuture): void {
    const exception = future._value;
    // Until its text is made, an error's stack keeps all its frames alive, and so the future itself.
    try {
      if (exception instanceof Error) void exception.stack;
    } catch {
      // The exception is a proxy, or its stack a getter, that throws.
    }
    const reference = new WeakRef(future);
    const message = `${nameOf(future)} exception was never retrieved`;
    this.#futures.set(reference, { message, exception, ...future._sourceTraceback() });
    this.#collected.register(future, reference, reference);
    future._onRetrieved(() => this.#remove(reference));
  }

  /** Reports all futures that are left, including collected ones. */
  report(): void {
    for (const reference of this.#futures.keys()) this.#reportOne(reference);
  }

  #reportOne(reference: WeakRef<FailedFuture>): void {
    const context = this.#futures.get(reference);
    if (context === undefined) return;
    this.#remove(reference);
    const future = reference.deref();
    this.#report(future === undefined ? context : { ...context, future });
  }

  #remove(reference: WeakRef<FailedFuture>): void {
    this.#futures.delete(reference);
    this.#collected.unregister(reference);
  }
}

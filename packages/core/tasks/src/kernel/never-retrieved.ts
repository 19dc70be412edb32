import type { ExceptionContext } from "@asyncio-ts/loop";
import { nameOf } from "@asyncio-ts/loop/lowlevel";

/** A failed future, as far as its report needs it. */
export interface FailedFuture {
  /** @internal */
  readonly _value: unknown;
  /** @internal */
  _sourceTraceback(): { sourceTraceback?: string | undefined };
  /** @internal */
  _ensureExtras(): { onRetrieved: (() => void) | null };
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
  /** Null until a future fails, because registries are a burden to the garbage collector. */
  #collected: FinalizationRegistry<WeakRef<FailedFuture>> | null = null;

  /** @param report the loop's exception handler */
  constructor(report: (context: ExceptionContext) => void) {
    this.#report = report;
  }

  add(future: FailedFuture): void {
    const exception = future._value;
    // Until its text is made, an error's stack keeps all its frames alive, and so the future itself.
    if (exception instanceof Error) void exception.stack;
    const reference = new WeakRef(future);
    const message = `${nameOf(future)} exception was never retrieved`;
    this.#futures.set(reference, { message, exception, ...future._sourceTraceback() });
    this.#collected ??= new FinalizationRegistry((collected) => this.#reportOne(collected));
    this.#collected.register(future, reference, reference);
    future._ensureExtras().onRetrieved = () => this.#remove(reference);
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
    this.#collected?.unregister(reference);
  }
}

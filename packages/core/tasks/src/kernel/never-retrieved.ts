import type { ExceptionContext } from "@asyncio-ts/loop";
import { nameOf } from "@asyncio-ts/loop/lowlevel";
import { UNRETRIEVED } from "./future-state.ts";
import { SweptList } from "./swept-list.ts";

/** A failed future, as far as its report needs it. */
export interface FailedFuture {
  /** @internal */
  readonly _state: number;
  /** @internal */
  readonly _value: unknown;
  /** @internal */
  _sourceTraceback(): { sourceTraceback?: string | undefined };
  /** @internal */
  _ensureExtras(): { onRetrieved: (() => void) | null };
}

/** The loop of failed futures, as far as their reports need it. */
export interface ReportingLoop {
  /** Receives the reports. */
  callExceptionHandler(context: ExceptionContext): void;
  /** Returns whether the loop was closed. */
  isClosed(): boolean;
  /** @internal Has `settle` called before the loop waits. */
  _tidyLater(): void;
}

/**
 * The failed futures of one loop with an unretrieved exception.
 *
 * Most exceptions are retrieved soon, so recent futures are only listed. When the loop has nothing else to do, each remaining
 * one is held weakly and reported when it is collected. The rest is reported when the loop closes.
 */
export class NeverRetrieved {
  readonly #loop: ReportingLoop;
  readonly #recent = new SweptList<FailedFuture>((future) => future._state === UNRETRIEVED);
  readonly #futures = new Map<WeakRef<FailedFuture>, ExceptionContext>();
  /** Null until a future fails, because registries are a burden to the garbage collector. */
  #collected: FinalizationRegistry<WeakRef<FailedFuture>> | null = null;

  constructor(loop: ReportingLoop) {
    this.#loop = loop;
  }

  add(future: FailedFuture): void {
    if (this.#loop.isClosed()) return this.#register(future);
    this.#recent.add(future);
    this.#loop._tidyLater();
  }

  /** Holds the recent futures weakly, so that the unretrieved ones are reported when they are collected. */
  settle(): void {
    for (const future of new Set(this.#recent.take())) this.#register(future);
  }

  #register(future: FailedFuture): void {
    const exception = future._value;
    try {
      // Until its text is made, an error's stack keeps all its frames alive, and so the future itself.
      if (exception instanceof Error) void exception.stack;
    } catch {
      // The getter is the program's. The exception is reported all the same.
    }
    const reference = new WeakRef(future);
    const message = `${nameOf(future)} exception was never retrieved`;
    this.#futures.set(reference, { message, exception, ...future._sourceTraceback() });
    this.#collected ??= new FinalizationRegistry((collected) => this.#reportOne(collected));
    this.#collected.register(future, reference, reference);
    future._ensureExtras().onRetrieved = () => this.#remove(reference);
  }

  /** Reports all futures that are left, including collected ones. */
  report(): void {
    this.settle();
    for (const reference of this.#futures.keys()) this.#reportOne(reference);
  }

  #reportOne(reference: WeakRef<FailedFuture>): void {
    const context = this.#futures.get(reference);
    if (context === undefined) return;
    this.#remove(reference);
    const future = reference.deref();
    this.#loop.callExceptionHandler(future === undefined ? context : { ...context, future });
  }

  #remove(reference: WeakRef<FailedFuture>): void {
    this.#futures.delete(reference);
    this.#collected?.unregister(reference);
  }
}

import { type Context, withContext } from "../execution/context.ts";
import { type ExceptionContext, type ExceptionHandler, logException } from "./exception-context.ts";
import type { Instrument } from "./instrument.ts";
import { Instruments } from "./instruments.ts";
import type { LoopCore } from "../scheduling/loop-core.ts";
import { repr } from "../support/repr.ts";

/** What a loop tells about itself: exceptions that nobody else gets, debug mode, instruments. */
export abstract class Reporter {
  /** Milliseconds that a step may take before debug mode reports it. */
  slowCallbackDuration = 100;
  /** All instruments, told of everything; `null` while there is none. For packages that build on this one. */
  instruments: Instruments | null = null;
  #debug = false;
  #exceptionHandler: ExceptionHandler<this> | null = null;

  /** Whether debug mode is on. */
  getDebug(): boolean {
    return this.#debug;
  }

  /** Debug mode reports slow steps and swallowed cancellations, and remembers where handles, futures and tasks were made. */
  setDebug(enabled: boolean): void {
    this.#debug = enabled;
  }

  /** Has `instrument` told of all that happens from the next pass on. */
  addInstrument(instrument: Instrument): void {
    this.#instrument([...(this.instruments?.list ?? []), instrument]);
  }

  /** Tells `instrument` no more. */
  removeInstrument(instrument: Instrument): void {
    this.#instrument((this.instruments?.list ?? []).filter((other) => other !== instrument));
  }

  #instrument(list: readonly Instrument[]): void {
    this.instruments = list.length === 0 ? null : new Instruments(this as unknown as LoopCore, list);
  }

  /**
   * Sets who is told of exceptions that nobody else gets; `null` brings the default back.
   *
   * @throws TypeError when `handler` is neither a function nor null
   */
  setExceptionHandler(handler: ExceptionHandler<this> | null): void {
    if (handler !== null && typeof handler !== "function") {
      throw new TypeError(`setExceptionHandler: a function or null was expected, got ${repr(handler)}`);
    }
    this.#exceptionHandler = handler;
  }

  /** The handler that was set, or null while the default one is in use. */
  getExceptionHandler(): ExceptionHandler<any> | null {
    return this.#exceptionHandler;
  }

  /** Writes the context to the console. */
  defaultExceptionHandler(context: ExceptionContext): void {
    logException(context);
  }

  /** Tells the exception handler, in the context of the task, future or handle in question. Never throws. */
  callExceptionHandler(context: ExceptionContext): void {
    const handler = this.#exceptionHandler;
    if (handler === null) return this.#fallBack(context);
    try {
      const subject = (context.task ?? context.future ?? context.handle) as { getContext?(): Context } | undefined;
      const own = subject?.getContext?.();
      if (own === undefined) handler(this, context);
      else withContext(own, () => handler(this, context));
    } catch (exception) {
      this.#fallBack({ message: "Unhandled error in exception handler", exception, context: context.message });
    }
  }

  #fallBack(context: ExceptionContext): void {
    try {
      this.defaultExceptionHandler(context);
    } catch (exception) {
      logException({ message: "Exception in default exception handler", exception });
    }
  }
}

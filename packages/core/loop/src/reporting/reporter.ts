import { type Context, withContext } from "../execution/context.ts";
import type { Runnable } from "../execution/runnable.ts";
import { host } from "../host/host.ts";
import { wrongArgument } from "../support/wrong-argument.ts";
import { isPlainFunction } from "../support/function-kind.ts";
import { repr } from "../support/repr.ts";
import { checkContext, type ExceptionContext, type ExceptionHandler, logException } from "./exception-context.ts";
import type { Instrument } from "./instrument.ts";
import { Instruments } from "./instruments.ts";

/** The part of a loop that reports: unhandled exceptions, debug mode and instruments. */
export abstract class Reporter {
  /** Milliseconds that a step may take before debug mode reports it. */
  slowCallbackDuration = 100;
  /** @internal The instruments; null if there are none. */
  _instruments: Instruments | null = null;
  #debug = false;
  #exceptionHandler: ExceptionHandler<any> | null = null;

  /** Returns whether debug mode is on. */
  getDebug(): boolean {
    return this.#debug;
  }

  /** Switches debug mode. */
  setDebug(enabled: boolean): void {
    this.#debug = enabled;
  }

  /** Adds an instrument, which observes everything from the next pass on. */
  addInstrument(instrument: Instrument): void {
    this.#setInstruments([...(this._instruments?.list ?? []), instrument]);
  }

  /** Removes an instrument. */
  removeInstrument(instrument: Instrument): void {
    this.#setInstruments((this._instruments?.list ?? []).filter((other) => other !== instrument));
  }

  #setInstruments(list: readonly Instrument[]): void {
    this._instruments = list.length === 0 ? null : new Instruments(this, list);
  }

  /**
   * Sets the handler of exceptions that reach no awaiter; null restores the default.
   *
   * @throws TypeError if `handler` is neither a plain function nor null
   */
  setExceptionHandler(handler: ExceptionHandler<this> | null): void {
    if (handler !== null && !isPlainFunction(handler)) throw wrongArgument("setExceptionHandler", "a plain function or null", handler);
    this.#exceptionHandler = handler;
  }

  /** Returns the handler that was set, or null for the default one. */
  getExceptionHandler(): ExceptionHandler<any> | null {
    return this.#exceptionHandler;
  }

  /** Writes the context to the console. @throws TypeError if `context` is no object */
  defaultExceptionHandler(context: ExceptionContext): void {
    checkContext("defaultExceptionHandler", context);
    logException(context);
  }

  /**
   * Calls the exception handler in the context of the task, future or handle in question. Reports an error of the handler, in
   * place of throwing it.
   *
   * @throws TypeError if `context` is no object
   */
  callExceptionHandler(context: ExceptionContext): void {
    checkContext("callExceptionHandler", context);
    const handler = this.#exceptionHandler;
    if (handler === null) return this.#callDefaultHandler(context);
    try {
      const subject = (context.task ?? context.future ?? context.handle) as { getContext?(): Context } | undefined;
      const own = subject?.getContext?.();
      if (own === undefined) handler(this, context);
      else withContext(own, () => handler(this, context));
    } catch (exception) {
      this.#callDefaultHandler({ message: "Unhandled error in exception handler", exception, context: context.message });
    }
  }

  #callDefaultHandler(context: ExceptionContext): void {
    try {
      this.defaultExceptionHandler(context);
    } catch (exception) {
      try {
        logException({ message: "Exception in default exception handler", exception });
      } catch (error) {
        // The console throws as well: only the host is left to receive an exception.
        host.queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  /** @internal Handles an error that a step has thrown, so that the loop goes on. The boundary of all steps. */
  _stepFailed(runnable: Runnable, error: unknown): void {
    let exception = error;
    try {
      if (runnable.failed !== undefined) return runnable.failed(error);
    } catch (second) {
      exception = second;
    }
    this.callExceptionHandler({ message: `Exception in a step of ${repr(runnable)}`, exception });
  }
}

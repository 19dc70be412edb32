import type { Runnable } from "../execution/runnable.ts";
import type { ExceptionContext } from "./exception-context.ts";
import type { Instrument } from "./instrument.ts";

/** The loop of some instruments, as far as they need it. */
export interface InstrumentedLoop {
  /** Removes an instrument. */
  removeInstrument(instrument: Instrument): void;
  /** Reports an exception. */
  callExceptionHandler(context: ExceptionContext): void;
}

/** The instruments of one loop. A loop without instruments has no such object. */
export class Instruments {
  /** The instruments, in the order they were added. */
  readonly list: readonly Instrument[];
  /** The instrument, if there is one: it is called without a search for the method's name. */
  readonly #only: Instrument | null;
  readonly #loop: InstrumentedLoop;

  constructor(loop: InstrumentedLoop, list: readonly Instrument[]) {
    this.#loop = loop;
    this.list = list;
    this.#only = list.length === 1 ? list[0]! : null;
  }

  // The events of each switch between tasks have methods of their own: a call by name takes longer than most instruments.

  /** Notifies of the begin of a step. */
  stepBegan(unit: Runnable): void {
    const only = this.#only;
    if (only === null) return this.notify("stepBegan", unit);
    try {
      only.stepBegan?.(unit);
    } catch (exception) {
      this.#failed(only, exception);
    }
  }

  /** Notifies of the end of a step. */
  stepEnded(unit: Runnable): void {
    const only = this.#only;
    if (only === null) return this.notify("stepEnded", unit);
    try {
      only.stepEnded?.(unit);
    } catch (exception) {
      this.#failed(only, exception);
    }
  }

  /** Notifies of a task that waits. */
  parked(unit: Runnable, on: unknown): void {
    const only = this.#only;
    if (only === null) return this.notify("parked", unit, on);
    try {
      only.parked?.(unit, on);
    } catch (exception) {
      this.#failed(only, exception);
    }
  }

  /** Calls the method `event` of every instrument that has one. Removes an instrument that throws. */
  notify<E extends keyof Instrument>(event: E, ...details: Parameters<Required<Instrument>[E]>): void;
  notify(event: keyof Instrument, first: never, second?: never): void {
    for (const instrument of this.list) {
      try {
        instrument[event]?.(first, second as never);
      } catch (exception) {
        this.#failed(instrument, exception);
      }
    }
  }

  #failed(instrument: Instrument, exception: unknown): void {
    this.#loop.removeInstrument(instrument);
    this.#loop.callExceptionHandler({ message: "Exception in an instrument, which was removed", exception });
  }
}

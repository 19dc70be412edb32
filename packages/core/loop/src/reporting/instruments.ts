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
  readonly #loop: InstrumentedLoop;

  constructor(loop: InstrumentedLoop, list: readonly Instrument[]) {
    this.#loop = loop;
    this.list = list;
  }

  /** Calls the method `event` of every instrument that has one. Removes an instrument that throws. */
  notify<E extends keyof Instrument>(event: E, ...details: Parameters<Required<Instrument>[E]>): void {
    for (const instrument of this.list) {
      try {
        (instrument[event] as ((...args: typeof details) => void) | undefined)?.call(instrument, ...details);
      } catch (exception) {
        this.#loop.removeInstrument(instrument);
        this.#loop.callExceptionHandler({ message: "Exception in an instrument, which was removed", exception });
      }
    }
  }
}

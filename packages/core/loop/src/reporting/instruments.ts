import type { Instrument } from "./instrument.ts";

/** The instruments of one loop. A loop without instruments has no such object. */
export class Instruments {
  /** The instruments, in the order they were added. */
  readonly list: readonly Instrument[];
  readonly #onFailure: (instrument: Instrument, exception: unknown) => void;

  /** @param onFailure receives an instrument that threw */
  constructor(list: readonly Instrument[], onFailure: (instrument: Instrument, exception: unknown) => void) {
    this.list = list;
    this.#onFailure = onFailure;
  }

  /** Calls the method `event` of every instrument that has one. */
  notify<E extends keyof Instrument>(event: E, ...details: Parameters<Required<Instrument>[E]>): void {
    for (const instrument of this.list) {
      try {
        (instrument[event] as ((...args: typeof details) => void) | undefined)?.call(instrument, ...details);
      } catch (exception) {
        this.#onFailure(instrument, exception);
      }
    }
  }
}

import type { Instrument } from "./instrument.ts";
import type { LoopCore } from "../scheduling/loop-core.ts";

/** All instruments of one loop: tells each, and drops one that throws. A loop without instruments has none of these. */
export class Instruments {
  /** Those it tells, in the order of adding. */
  readonly list: readonly Instrument[];
  readonly #loop: LoopCore;

  constructor(loop: LoopCore, list: readonly Instrument[]) {
    this.#loop = loop;
    this.list = list;
  }

  /** Tells each that wants to hear of this. */
  notify<E extends keyof Instrument>(event: E, ...what: Parameters<Required<Instrument>[E]>): void {
    for (const instrument of this.list) {
      try {
        (instrument[event] as ((...args: typeof what) => void) | undefined)?.call(instrument, ...what);
      } catch (exception) {
        this.#loop.removeInstrument(instrument);
        this.#loop.callExceptionHandler({ message: "Exception in an instrument, which was removed", exception });
      }
    }
  }
}

import type { Instrument } from "./instrument.ts";
import type { LoopCore } from "./loop-core.ts";
import { realm } from "./realm.ts";
import type { Runnable, Timer } from "./runnable.ts";

/** All instruments of one loop: tells each, and drops one that throws. A loop without instruments has none of these. */
export class Instruments {
  readonly #loop: LoopCore;
  readonly #list: readonly Instrument[];

  constructor(loop: LoopCore, list: readonly Instrument[]) {
    this.#loop = loop;
    this.#list = list;
  }

  /** The same with `instrument` as the last. */
  with(instrument: Instrument): Instruments {
    return new Instruments(this.#loop, [...this.#list, instrument]);
  }

  /** The same without `instrument`; `null` when none is left. */
  without(instrument: Instrument): Instruments | null {
    const rest = this.#list.filter((other) => other !== instrument);
    return rest.length === 0 ? null : new Instruments(this.#loop, rest);
  }

  spawned(unit: Runnable): void {
    this.#tell((instrument) => instrument.spawned?.(unit, realm.current));
  }

  stepBegan(unit: Runnable): void {
    this.#tell((instrument) => instrument.stepBegan?.(unit));
  }

  stepEnded(unit: Runnable): void {
    this.#tell((instrument) => instrument.stepEnded?.(unit));
  }

  parked(unit: Runnable, on: unknown): void {
    this.#tell((instrument) => instrument.parked?.(unit, on));
  }

  woken(unit: Runnable): void {
    this.#tell((instrument) => instrument.woken?.(unit, realm.current));
  }

  cancelled(unit: Runnable): void {
    this.#tell((instrument) => instrument.cancelled?.(unit, realm.current));
  }

  finished(unit: Runnable): void {
    this.#tell((instrument) => instrument.finished?.(unit));
  }

  timerSet(timer: Timer): void {
    this.#tell((instrument) => instrument.timerSet?.(timer));
  }

  timerFired(timer: Timer): void {
    this.#tell((instrument) => instrument.timerFired?.(timer));
  }

  sliceBegan(): void {
    this.#tell((instrument) => instrument.sliceBegan?.(this.#loop));
  }

  sliceEnded(): void {
    this.#tell((instrument) => instrument.sliceEnded?.(this.#loop));
  }

  #tell(event: (instrument: Instrument) => void): void {
    for (const instrument of this.#list) {
      try {
        event(instrument);
      } catch (exception) {
        this.#loop.removeInstrument(instrument);
        this.#loop.callExceptionHandler({ message: "Exception in an instrument, which was removed", exception });
      }
    }
  }
}

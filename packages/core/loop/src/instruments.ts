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

  /** A handle, timer handle or task was made. */
  spawned(unit: Runnable): void {
    this.#tell((instrument) => instrument.spawned?.(unit, realm.current));
  }

  /** A step begins. */
  stepBegan(unit: Runnable): void {
    this.#tell((instrument) => instrument.stepBegan?.(unit));
  }

  /** A step has ended. */
  stepEnded(unit: Runnable): void {
    this.#tell((instrument) => instrument.stepEnded?.(unit));
  }

  /** A task waits for `on`. */
  parked(unit: Runnable, on: unknown): void {
    this.#tell((instrument) => instrument.parked?.(unit, on));
  }

  /** A waiting task was made ready. */
  woken(unit: Runnable): void {
    this.#tell((instrument) => instrument.woken?.(unit, realm.current));
  }

  /** A handle was cancelled, or a task was asked to end. */
  cancelled(unit: Runnable): void {
    this.#tell((instrument) => instrument.cancelled?.(unit, realm.current));
  }

  /** A handle was called, or a task is done. */
  finished(unit: Runnable): void {
    this.#tell((instrument) => instrument.finished?.(unit));
  }

  /** A timer was set. */
  timerSet(timer: Timer): void {
    this.#tell((instrument) => instrument.timerSet?.(timer));
  }

  /** A timer's deadline was reached. */
  timerFired(timer: Timer): void {
    this.#tell((instrument) => instrument.timerFired?.(timer));
  }

  /** The loop runs its ready work. */
  sliceBegan(): void {
    this.#tell((instrument) => instrument.sliceBegan?.(this.#loop));
  }

  /** The loop has given its thread back. */
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

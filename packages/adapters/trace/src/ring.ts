import { YIELD } from "./traced-unit.ts";

/** The kinds of entries of a {@link Ring}. */
export const STEP = 0;
export const BEGAN = 1;
/** The begin of a step for which the clock was not read. The time is that of the first event in the step. */
export const BEGAN_BEFORE = 2;
export const SPAWNED = 3;
export const WOKEN = 4;
export const CANCELLED = 5;
export const UNCANCELLED = 6;
export const FINISHED = 7;
export const TIMER_SET = 8;
export const TIMER_FIRED = 9;
export const CONSOLE = 10;
export const NEVER_AWAITED = 11;
/** A task that holds a lock for which the unit is about to wait. */
export const HELD = 12;
/** A step that ended with a bare yield, without times. */
export const TURN = 13;
/** Only a time, for the steps before it. */
export const CLOCK = 14;

/** An entry of a ring. */
export interface Entry {
  readonly kind: number;
  /** The code of the unit. */
  readonly unit: number;
  /** The code of the second unit, or of the awaited object of a step. */
  readonly other: number;
  /** Milliseconds: the begin of a step, the deadline of a timer. NaN if the clock was not read. */
  readonly began: number;
  /** Milliseconds: the time of the event, the end of a step. NaN if the clock was not read. */
  readonly time: number;
}

/** The latest entries of a recording as numbers, so that they hold no object of the program and are no work for the collector. */
export class Ring {
  readonly #kinds: Uint8Array;
  readonly #units: Int32Array;
  readonly #others: Int32Array;
  readonly #began: Float64Array;
  readonly #times: Float64Array;
  readonly #mask: number;
  #pushed = 0;

  /** @param capacity a power of two */
  constructor(capacity: number) {
    this.#kinds = new Uint8Array(capacity);
    this.#units = new Int32Array(capacity);
    this.#others = new Int32Array(capacity);
    this.#began = new Float64Array(capacity);
    this.#times = new Float64Array(capacity);
    this.#mask = capacity - 1;
  }

  /** The number of entries that were overwritten. */
  get lost(): number {
    return Math.max(this.#pushed - this.#mask - 1, 0);
  }

  /** Adds an entry, in the place of the oldest if the ring is full. */
  push(kind: number, unit: number, other: number, began: number, time: number): void {
    const at = this.#pushed++ & this.#mask;
    this.#kinds[at] = kind;
    this.#units[at] = unit;
    this.#others[at] = other;
    this.#began[at] = began;
    this.#times[at] = time;
  }

  /** Adds a `TURN`, the most frequent entry, which is short. */
  pushTurn(unit: number): void {
    const at = this.#pushed++ & this.#mask;
    this.#kinds[at] = TURN;
    this.#units[at] = unit;
  }

  /** Returns the entries, oldest first. A turn is a step without times. */
  list(): Entry[] {
    const entries: Entry[] = [];
    for (let i = this.lost; i < this.#pushed; i++) {
      const at = i & this.#mask;
      const kind = this.#kinds[at]!;
      const unit = this.#units[at]!;
      if (kind === TURN) entries.push({ kind: STEP, unit, other: YIELD, began: NaN, time: NaN });
      else entries.push({ kind, unit, other: this.#others[at]!, began: this.#began[at]!, time: this.#times[at]! });
    }
    return entries;
  }
}

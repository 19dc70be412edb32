import type { Driver } from "../host/driver.ts";
import { Handle } from "./handle.ts";
import type { ReadyQueue } from "./ready-queue.ts";
import type { Runnable, Timer } from "../execution/runnable.ts";
import type { TimerHeap } from "./timer-heap.ts";

/**
 * The kinds of choices, each made where more than one next step is legal:
 *
 * - `"ready"`: the next runnable of the current pass. The alternatives are runnables.
 * - `"deadline"`: the first of equal deadlines. The alternatives are timers.
 * - `"time"`: whether the clock has already reached the next deadline although work is ready. The alternatives are the time
 *   now and that deadline, in milliseconds.
 *
 * Never a choice: the order across passes, the callbacks of one future among themselves, the steps of one task, and the place of a
 * runnable that only wakes others, because the order of these is chosen in the next pass.
 */
export type ChoiceKind = "ready" | "deadline" | "time";

/** Returns the index of one of the alternatives. Index 0 is always asyncio's order. */
export type Choose = (kind: ChoiceKind, alternatives: readonly unknown[]) => number;

/** Options of a chooser. */
export interface ChooserOptions {
  /**
   * `"fair"`, the default, asks `"ready"` and `"time"`. `"asyncio"` keeps the order of a pass, and asks `"deadline"` and `"time"`.
   * No order asks both: timers of one deadline are in one pass, so their order would be chosen twice.
   */
  order?: "fair" | "asyncio" | undefined;
  /**
   * Called before each step, also where there is only one alternative. Counts steps, and ends the run by throwing; then the
   * step is not taken.
   */
  beforeStep?: ((runnable: Runnable) => void) | undefined;
}

/** A scheduler, as far as a chooser advances its clock. */
export interface AdvancingClock {
  /** The clock and the sleep. */
  readonly driver: Driver;
  /** The ready runnables. */
  readonly ready: ReadyQueue;
  /** The timers before their deadlines. */
  readonly timers: TimerHeap;
  /** The latest known time. */
  now: number;
}

/** Makes the choices of one loop. A loop without a chooser takes asyncio's order. */
export class Chooser {
  readonly #choose: Choose;
  /** The rest of the pass under way. */
  readonly #pool: Runnable[];
  readonly #keepsPass: boolean;
  readonly #beforeStep: ((runnable: Runnable) => void) | undefined;
  readonly #isHeld: () => boolean;

  /** @param isHeld whether host work is held, so that the clock may not advance */
  constructor(choose: Choose, pool: Runnable[], isHeld: () => boolean, options: ChooserOptions = {}) {
    this.#choose = choose;
    this.#pool = pool;
    this.#isHeld = isHeld;
    this.#keepsPass = options.order === "asyncio";
    this.#beforeStep = options.beforeStep;
  }

  /** Chooses the next runnable among the `left` runnables of the pass under way. Cancelled handles go first, since they do nothing. */
  nextReady(ready: ReadyQueue, left: number): Runnable {
    const pool = this.#pool;
    while (pool.length < left) pool.push(ready.shift());
    const chosen = this.#keepsPass || pool.length === 1 || pool[0]!.isWakeUp === true ? pool[0]! : this.#pickReady();
    this.#beforeStep?.(chosen);
    if (pool[0] === chosen) pool.shift();
    else pool.splice(pool.indexOf(chosen), 1);
    return chosen;
  }

  #pickReady(): Runnable {
    const pool = this.#pool;
    const cancelled = pool.find((runnable) => runnable instanceof Handle && runnable.cancelled());
    return cancelled ?? pick(this.#choose, "ready", firstOfEachOwner(pool));
  }

  /**
   * Chooses whether the clock has already reached the next deadline although work is ready, and advances it then. Asked until it
   * declines: a slow step may pass several deadlines.
   */
  advances(scheduler: AdvancingClock): boolean {
    const { driver, ready, now } = scheduler;
    const { deadline } = scheduler.timers;
    if (!driver.ownsThread || ready.length === 0 || deadline === Infinity || this.#isHeld()) return false;
    if (pick(this.#choose, "time", [now, deadline]) !== deadline) return false;
    driver.park(deadline, () => {});
    scheduler.now = driver.now();
    return true;
  }

  /** Chooses one of the timers with the earliest deadline, and removes it from the heap. */
  nextTimer(timers: TimerHeap): Timer {
    if (!this.#keepsPass) return timers.pop();
    const { deadline } = timers;
    const equal: Timer[] = [];
    while (timers.deadline === deadline) equal.push(timers.pop());
    for (const timer of equal) timers.push(timer);
    const chosen = pick(this.#choose, "deadline", equal);
    timers.remove(chosen);
    return chosen;
  }

  /** The rest of the pass under way. */
  get rest(): readonly Runnable[] {
    return this.#pool;
  }

  /** Removes and returns the rest of the pass under way, in its order. */
  takeRest(): Runnable[] {
    return this.#pool.splice(0);
  }
}

/** Always makes asyncio's choice. */
export const inOrder: Choose = () => 0;

/** @throws RangeError if `choose` returns no index of `alternatives` */
function pick<T>(choose: Choose, kind: ChoiceKind, alternatives: readonly T[]): T {
  const index: unknown = alternatives.length < 2 ? 0 : choose(kind, alternatives);
  const chosen = typeof index === "number" ? alternatives[index] : undefined;
  if (chosen !== undefined) return chosen;
  throw new RangeError(`choose(${kind}): an index below ${alternatives.length} was expected, got ${String(index)}`);
}

function firstOfEachOwner(pool: readonly Runnable[]): readonly Runnable[] {
  if (pool.every((runnable) => runnable.owner === undefined && runnable.isWakeUp !== true)) return pool;
  const firsts = new Map<object, Runnable>();
  for (const runnable of pool) {
    if (runnable.isWakeUp === true) continue;
    const owner = runnable.owner ?? runnable;
    if (!firsts.has(owner)) firsts.set(owner, runnable);
  }
  return [...firsts.values()];
}

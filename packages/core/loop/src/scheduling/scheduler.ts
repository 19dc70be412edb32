import { type Choose, pick } from "./chooser.ts";
import { Handle } from "./handle.ts";
import { host } from "../host/host.ts";
import type { LoopCore } from "./loop-core.ts";
import { ReadyQueue } from "./ready-queue.ts";
import { runtime } from "../execution/runtime.ts";
import type { Runnable, Timer } from "../execution/runnable.ts";
import { TimerHeap } from "./timer-heap.ts";

/** Steps that may pass between two looks at the clock: a look costs as much as a step. */
const STEPS_BETWEEN_CLOCK_READS = 32;

/**
 * What a loop has to run, and the order it runs in: the one room where steps are taken.
 *
 * A pass first appends the timers that are due to the ready queue, then runs what stands in it at that moment; what those
 * steps schedule belongs to the next pass. A guest of the host may pause within a pass; it then goes on where it was. A
 * loop that owns its thread never does, and looks at the clock in each pass.
 */
export class Scheduler {
  readonly ready: ReadyQueue = new ReadyQueue();
  readonly timers: TimerHeap = new TimerHeap();
  choose: Choose | null = null;
  /** Set by `stop`: the pass that is under way, or else the next one, is the last. */
  stopping = false;

  readonly #loop: LoopCore;
  readonly #owner: boolean;
  /** Steps left of the pass that is under way. */
  #left = 0;
  /** What a chooser still picks from in this pass. */
  #pool: Runnable[] = [];
  #stepsSinceClock = 0;
  #now = 0;
  #sliceEnd = 0;

  constructor(loop: LoopCore) {
    this.#loop = loop;
    this.#owner = loop.driver.ownsThread;
  }

  /** Begins a slice: its time runs from now on. */
  beginSlice(): void {
    const { driver } = this.#loop;
    this.#now = driver.now();
    this.#sliceEnd = this.#now + driver.slice;
  }

  /** When there is a pass to run: -Infinity for now, Infinity for never. */
  get deadline(): number {
    return this.stopping || this.ready.length > 0 ? -Infinity : this.timers.deadline;
  }

  /** Runs passes until nothing is ready or the slice is over, and gives the deadline to park with; null once the loop is stopped. */
  slice(): number | null {
    const { driver } = this.#loop;
    for (;;) {
      if (this.#left === 0) {
        if (this.timers.size !== 0) this.#moveDue();
        this.#left = this.ready.length;
        if (this.#left === 0 && !this.stopping) return this.timers.deadline;
      }
      const paused = this.#isWatched() ? this.#watchedPass() : this.#pass();
      if (this.stopping && this.#left === 0) return null;
      if (paused) return -Infinity;
      if (this.#owner && driver.now() >= this.#sliceEnd) return this.deadline;
    }
  }

  /** Drops all of it. */
  clear(): void {
    this.#left = 0;
    for (const runnable of this.#pool.splice(0)) runnable.dropped?.();
    while (this.ready.length > 0) this.ready.shift().dropped?.();
    this.timers.clear();
  }

  /** Whether one step is all of a pass where nothing is ready: no timer is due, and nobody chooses or looks at what is run. */
  isOneStep(): boolean {
    return this.timers.deadline > this.#now && !this.#isWatched();
  }

  #isWatched(): boolean {
    return this.choose !== null || this.#loop.getDebug() || this.#pool.length !== 0;
  }

  /** Runs what is left of this pass; true when the slice is over. */
  #pass(): boolean {
    const { ready } = this;
    while (this.#left > 0) {
      this.#left--;
      const runnable = ready.shift();
      runtime.current = runnable;
      runnable.run();
      if (this.stepped()) return true;
    }
    return false;
  }

  /** The same for a loop that is chosen for or in debug mode. */
  #watchedPass(): boolean {
    const loop = this.#loop;
    while (this.#left > 0) {
      const runnable = this.#chooseNext();
      this.#left--;
      runtime.current = runnable;
      const began = loop.driver.now();
      runnable.run();
      const took = loop.driver.now() - began;
      if (loop.getDebug() && took >= loop.slowCallbackDuration) {
        host.console.warn(`Executing ${runnable} took ${Math.round(took)} ms`);
      }
      if (this.stepped()) return true;
    }
    return false;
  }

  /** Counts a step; true when the slice is over. */
  stepped(): boolean {
    if (++this.#stepsSinceClock < STEPS_BETWEEN_CLOCK_READS) return false;
    this.#stepsSinceClock = 0;
    this.#now = this.#loop.driver.now();
    return !this.#owner && this.#now >= this.#sliceEnd;
  }

  /** Appends the timers that are due to the ready queue, by deadline, then by creation. */
  #moveDue(): void {
    const { timers, choose } = this;
    if (this.#owner) this.#now = this.#loop.driver.now();
    if (choose !== null) this.#chooseTime(choose);
    while (timers.deadline <= this.#now) {
      const timer = choose === null ? timers.pop() : this.#chooseDeadline(choose);
      this.#loop.instruments?.notify("timerFired", timer);
      this.ready.push(timer);
    }
  }

  #chooseNext(): Runnable {
    const pool = this.#pool;
    if (this.choose === null) return pool.shift() ?? this.ready.shift();
    while (pool.length < this.#left) pool.push(this.ready.shift());
    const cancelled = pool.find((runnable) => runnable instanceof Handle && runnable.cancelled());
    const chosen = cancelled ?? pick(this.choose, "ready", firstOfEachOwner(pool));
    pool.splice(pool.indexOf(chosen), 1);
    return chosen;
  }

  #chooseTime(choose: Choose): void {
    const { driver } = this.#loop;
    const { deadline } = this.timers;
    if (!this.#owner || this.ready.length === 0 || deadline <= this.#now) return;
    if (pick(choose, "time", [this.#now, deadline]) !== deadline) return;
    driver.park(deadline, () => {});
    this.#now = driver.now();
  }

  #chooseDeadline(choose: Choose): Timer {
    const { timers } = this;
    const { deadline } = timers;
    const equal: Timer[] = [];
    while (timers.deadline === deadline) equal.push(timers.pop());
    for (const timer of equal) timers.push(timer);
    const chosen = pick(choose, "deadline", equal);
    timers.remove(chosen);
    return chosen;
  }
}

function firstOfEachOwner(pool: readonly Runnable[]): Runnable[] {
  const firsts = new Map<object, Runnable>();
  for (const runnable of pool) {
    const owner = runnable.owner ?? runnable;
    if (!firsts.has(owner)) firsts.set(owner, runnable);
  }
  return [...firsts.values()];
}

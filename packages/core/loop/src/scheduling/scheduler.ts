import type { Runnable } from "../execution/runnable.ts";
import { runtime } from "../execution/runtime.ts";
import type { Driver } from "../host/driver.ts";
import type { Reporter } from "../reporting/reporter.ts";
import type { Chooser } from "./chooser.ts";
import { ReadyQueue } from "./ready-queue.ts";
import { TimerHeap } from "./timer-heap.ts";

/** A look at the clock costs as much as a step. */
const STEPS_BETWEEN_CLOCK_READS = 32;

/**
 * The ready queue and the timers of a loop, and the order in which they run. Only this file runs steps from the queue.
 *
 * A pass appends the timers that are due to the ready queue, then runs the runnables that are in it at that moment. Work
 * scheduled by their steps belongs to the next pass. A guest of the host may pause within a pass and resumes it in the next
 * slice. A loop that owns its thread never pauses, and reads the clock in each pass.
 */
export class Scheduler {
  /** The runnables of this pass and the next ones. */
  readonly ready: ReadyQueue = new ReadyQueue();
  /** The timers before their deadlines. */
  readonly timers: TimerHeap = new TimerHeap();
  /** Set by `stop()`: the pass under way is the last, or else the next one. */
  stopping = false;
  /** Chooses among legal next steps; null for asyncio's order. */
  chooser: Chooser | null = null;
  /** The step of `runFromFirst`. */
  first: Runnable | null = null;

  /** Runs the rest of a pass with choices and debug mode, and returns true if the slice is over; null if nothing asked for them. */
  observedPass: ((scheduler: Scheduler) => boolean) | null = null;
  /** Steps left of the pass under way. */
  left = 0;

  /** The clock and the sleep. */
  readonly driver: Driver;
  /** Receives the errors of steps. */
  readonly reporter: Reporter;
  #stepsSinceClock = 0;
  /** The latest known time. `LoopCore.time()` updates it, so that a timer of 0 ms is due in the next pass. */
  now = 0;
  #sliceEnd = 0;

  constructor(driver: Driver, reporter: Reporter) {
    this.driver = driver;
    this.reporter = reporter;
  }

  /** Begins a slice now. */
  beginSlice(): void {
    this.now = this.driver.now();
    this.#sliceEnd = this.now + this.driver.slice;
  }

  /** The time of the next pass: -Infinity for now, Infinity for never. */
  get deadline(): number {
    return this.stopping || this.ready.length > 0 ? -Infinity : this.timers.deadline;
  }

  /**
   * Runs passes until nothing is ready or the slice is over.
   *
   * @returns the deadline to park with; null once the loop has stopped
   */
  runSlice(): number | null {
    const driver = this.driver;
    for (;;) {
      if (this.left === 0) {
        if (this.timers.size !== 0) this.#enqueueDueTimers();
        this.left = this.ready.length;
        if (this.left === 0 && !this.stopping) return this.timers.deadline;
      }
      const paused = this.observedPass === null ? this.#runPass() : this.observedPass(this);
      if (this.stopping && this.left === 0) return null;
      if (paused) return -Infinity;
      if (driver.ownsThread && driver.now() >= this.#sliceEnd) return this.deadline;
    }
  }

  /** Runs a pass of one step, of `first`, then passes as `runSlice` does. */
  runFromFirst(): number | null {
    const first = this.first!;
    this.first = null;
    try {
      first.run();
    } catch (error) {
      this.reporter._stepFailed(first, error);
    }
    // Its pass was a pass of one step.
    if (this.stopping) return null;
    if (this.countStep()) return -Infinity;
    return this.ready.length === 0 ? this.timers.deadline : this.runSlice();
  }

  /** Returns the runnables that are ready. */
  list(): Runnable[] {
    return [...(this.chooser?.rest ?? []), ...this.ready];
  }

  /** Drops all runnables and timers. */
  clear(): void {
    this.left = 0;
    for (const runnable of this.chooser?.takeRest() ?? []) runnable.dropped?.();
    while (this.ready.length > 0) this.ready.shift().dropped?.();
    this.ready.release();
    this.timers.clear();
  }

  /** Returns whether a pass would consist of one runnable, were it ready alone: no timer is due, and nothing observes the pass. */
  isOneStep(): boolean {
    return this.timers.deadline > this.now && this.observedPass === null;
  }

  /** Runs the rest of this pass. Returns true if the slice is over. */
  #runPass(): boolean {
    const { ready } = this;
    for (;;) {
      // Around the steps, so that it costs none of them.
      try {
        while (this.left > 0) {
          this.left--;
          const runnable = ready.shift();
          runtime.current = runnable;
          runnable.run();
          if (this.countStep()) return true;
        }
        return false;
      } catch (error) {
        this.reporter._stepFailed(runtime.current!, error);
      }
    }
  }

  /** Counts a step. Returns true if the slice is over. */
  countStep(): boolean {
    return ++this.#stepsSinceClock >= STEPS_BETWEEN_CLOCK_READS && this.#isSliceOver();
  }

  /** Reads the clock. Returns true if the slice is over. */
  #isSliceOver(): boolean {
    this.#stepsSinceClock = 0;
    this.now = this.driver.now();
    return !this.driver.ownsThread && this.now >= this.#sliceEnd;
  }

  /** Appends the timers that are due to the ready queue, by deadline, then by creation. */
  #enqueueDueTimers(): void {
    if (this.driver.ownsThread) this.now = this.driver.now();
    const { chooser } = this;
    for (;;) {
      while (this.timers.deadline <= this.now) {
        const timer = chooser === null ? this.timers.pop() : chooser.nextTimer(this.timers);
        this.reporter._instruments?.notify("timerFired", timer);
        this.ready.push(timer);
      }
      if (chooser === null || !chooser.advances(this)) return;
    }
  }
}

import type { Driver, Runnable, Timer } from "@asyncio-ts/loop";
import { observePasses, type Reporter, Scheduler } from "@asyncio-ts/loop/lowlevel";

/** A driver with a clock that the test advances. A scheduler without a chooser never parks it. */
class FakeDriver implements Driver {
  readonly ownsThread: boolean;
  readonly slice: number;
  clock = 0;
  /** How often the clock was read. */
  reads = 0;

  constructor(ownsThread: boolean, slice: number) {
    this.ownsThread = ownsThread;
    this.slice = slice;
  }

  now(): number {
    this.reads++;
    return this.clock;
  }

  park(): void {
    throw new Error("park() was called by the scheduler");
  }

  wake(): void {}
}

/** The members of a reporter that the scheduler reads */
class FakeReporter {
  slowCallbackDuration = 100;
  readonly _instruments = null;
  debug = false;

  getDebug(): boolean {
    return this.debug;
  }
}

/** A scheduler without a loop: methods fill it, and a log records the steps that it runs. */
export class SchedulerHarness {
  readonly driver: FakeDriver;
  readonly reporter = new FakeReporter();
  readonly scheduler: Scheduler;
  readonly log: string[] = [];
  #timersMade = 0;

  /** @param slice milliseconds */
  constructor(ownsThread: boolean, slice: number) {
    this.driver = new FakeDriver(ownsThread, slice);
    this.scheduler = new Scheduler(this.driver, this.reporter as unknown as Reporter);
  }

  setDebug(enabled: boolean): void {
    this.reporter.debug = enabled;
    observePasses(this.scheduler);
  }

  /** Enqueues a runnable that logs its name, then calls `effect`. */
  enqueue(name: string, effect: () => void = () => {}): Runnable {
    const runnable = this.#logging(name, effect);
    this.scheduler.ready.push(runnable);
    return runnable;
  }

  /** Schedules a timer that logs its name, then calls `effect`. */
  schedule(name: string, deadline: number, effect: () => void = () => {}): Timer {
    const timer = Object.assign(this.#logging(name, effect), { deadline, order: this.#timersMade++, slot: -1 });
    this.scheduler.timers.push(timer);
    return timer;
  }

  /** Runs a new slice, and returns the deadline to park with. */
  runNewSlice(): number | null {
    this.scheduler.beginSlice();
    return this.scheduler.runSlice();
  }

  #logging(name: string, effect: () => void): Runnable {
    return {
      context: null,
      run: () => {
        this.log.push(name);
        effect();
      },
      dropped: () => this.log.push(`${name} dropped`),
    };
  }
}

/** A scheduler of a loop that owns its thread. A slice of 0 ends after each pass. */
export const owner = (slice = Infinity): SchedulerHarness => new SchedulerHarness(true, slice);

/** A scheduler of a guest loop. */
export const guest = (slice = 1): SchedulerHarness => new SchedulerHarness(false, slice);

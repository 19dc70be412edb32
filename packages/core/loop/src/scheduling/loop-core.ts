import { runInRootScope } from "../execution/root-scope.ts";
import type { Runnable, Timer } from "../execution/runnable.ts";
import { runtime } from "../execution/runtime.ts";
import type { Driver } from "../host/driver.ts";
import { Reporter } from "../reporting/reporter.ts";
import { brand, nameOf } from "../support/brand.ts";
import { checkMilliseconds } from "../support/check.ts";
import { wrongArgument } from "../support/wrong-argument.ts";
import { HAS_DIAGNOSTICS } from "../support/edition.ts";
import type { Failure } from "../support/outcome.ts";
import { checkRunnable } from "./check-runnable.ts";
import { deliver, type Finish } from "./deliver.ts";
import { checkCallback, Handle, TimerHandle } from "./handle.ts";
import { HeldWork } from "./held-work.ts";
import { closeResources, type LoopResource } from "./loop-resources.ts";
import { observePasses } from "./observed-pass.ts";
import { Scheduler } from "./scheduler.ts";

/**
 * The event loop: it decides when things run. It knows no futures.
 *     parked ──wake-up or deadline──▶ slice ──nothing ready, or time to pause──▶ parked ──close()──▶ closed
 *
 * A run lasts from `runForever()` to the last pass after `stop()`. A guest of the host has slices between runs as well.
 * Mirrors `asyncio.BaseEventLoop`, without the parts that concern futures.
 */
export class LoopCore extends Reporter {
  /** @internal The clock and the sleep under this loop. */
  readonly _driver: Driver;
  /** @internal */
  readonly _scheduler: Scheduler;
  /** Receives the end of the run under way. */
  #finish: Finish | null = null;
  /** @internal A driver of the host's own clock does not look at host work, so its end wakes no loop. */
  readonly _heldWork: HeldWork = new HeldWork(() => this._parked && !this._driver.inline && this.#wake());
  /** @internal The resources that the loop closes with itself. */
  readonly _resources: Set<LoopResource> = new Set();
  /** @internal Called at the begin and the end of each run. */
  _runObserver: ((isRunning: boolean) => void) | null = null;
  #timersMade = 0;
  #closed = false;
  /** @internal Whether the driver has the thread, and nothing was scheduled since. */
  _parked = false;
  /** @internal The deadline of that park. */
  _parkedUntil = Infinity;
  /** @internal Whether a step may run. Otherwise work is scheduled from outside. */
  _slicing = false;
  /** @internal Called once before the loop waits for its host; null if nothing was put off until then. */
  _beforeWait: (() => void) | null = null;

  constructor(driver: Driver) {
    super();
    if (typeof driver?.park !== "function" || typeof driver.ownsThread !== "boolean") throw wrongArgument(nameOf(this), "a driver", driver);
    this._driver = driver;
    this._scheduler = new Scheduler(driver, this);
    if (!driver.ownsThread) this._park(Infinity);
  }

  /** Switches debug mode, which reports slow steps and swallowed cancellations, and records where handles, futures and tasks are created. */
  override setDebug(enabled: boolean): void {
    super.setDebug(enabled);
    if (HAS_DIAGNOSTICS) observePasses(this._scheduler);
  }

  /** Returns the loop that runs a slice now, or null. Mirrors `asyncio._get_running_loop`. */
  static running(): LoopCore | null {
    return runtime.running as LoopCore | null;
  }

  /** Returns the milliseconds on this loop's monotonic clock. */
  time(): number {
    return (this._scheduler.now = this._driver.now());
  }

  /**
   * Schedules `callback(...args)` for the next pass, after everything scheduled before it.
   *
   * A call from a host callback wakes the loop.
   *
   * @throws TypeError if `callback` is no plain function
   * @throws Error if the loop is closed
   */
  callSoon<A extends unknown[]>(callback: (...args: A) => unknown, ...args: A): Handle {
    checkCallback("callSoon", callback);
    const handle = new Handle(this, callback as never, args);
    this._enqueue(handle);
    this._instruments?.notify("spawned", handle, runtime.current);
    return handle;
  }

  /** Same as `callSoon`, which a host callback may always call here. Mirrors `loop.call_soon_threadsafe`. */
  callSoonThreadsafe<A extends unknown[]>(callback: (...args: A) => unknown, ...args: A): Handle {
    return this.callSoon(callback, ...args);
  }

  /**
   * Schedules `callback(...args)` in `ms` milliseconds.
   *
   * @throws TypeError if `ms` is no number or `callback` is no plain function
   * @throws Error if the loop is closed
   */
  callLater<A extends unknown[]>(ms: number, callback: (...args: A) => unknown, ...args: A): TimerHandle {
    return this.#setTimer("callLater", this.time(), ms, callback as never, args);
  }

  /**
   * Schedules `callback(...args)` at `when`, in milliseconds on the loop's clock.
   *
   * @throws TypeError if `when` is no number or `callback` is no plain function
   * @throws Error if the loop is closed
   */
  callAt<A extends unknown[]>(when: number, callback: (...args: A) => unknown, ...args: A): TimerHandle {
    return this.#setTimer("callAt", 0, when, callback as never, args);
  }

  #setTimer(method: string, from: number, ms: number, callback: (...args: unknown[]) => unknown, args: unknown[]): TimerHandle {
    checkMilliseconds(method, ms);
    checkCallback(method, callback);
    if (this.#closed) throw new Error("Event loop is closed");
    const timer = new TimerHandle(this, from + ms, callback, args);
    this._instruments?.notify("spawned", timer, runtime.current);
    this._schedule(timer);
    return timer;
  }

  /**
   * Announces work outside this loop that will wake it, such as a fetch or a socket. Disposing ends the work.
   * While any host work is held, virtual time does not jump, and no deadlock is reported.
   *
   * @param name names the work in the error of a wait that never ends
   */
  hostWork(name: string): Disposable {
    return this._heldWork.begin(name);
  }

  /**
   * Runs until `stop()` is called. A loop that owns its thread returns then; a guest of the host returns a promise.
   * @throws Error if the loop is closed or running, or in a step of another loop
   */
  runForever(): void | Promise<void> {
    checkRunnable(this);
    return deliver<void>(this._driver, (resolve, reject) => {
      this._run((failure) => (failure === undefined ? resolve() : reject(failure.error)));
    });
  }

  /** Ends the run after the pass under way. Before a run, limits that run to one pass. */
  stop(): void {
    this._scheduler.stopping = true;
    if (this._parked && this.#finish !== null) this.#wake();
  }

  /**
   * Drops everything scheduled, closes what was opened on the loop, and releases the host. Closing twice does nothing.
   * @throws Error if the loop is running
   */
  close(): void {
    if (this.isRunning()) throw new Error("Cannot close a running event loop");
    if (this.#closed) return;
    this.#closed = true;
    this._parked = false;
    this._scheduler.clear();
    closeResources(this, this._resources);
    this._driver.close?.();
  }

  /** Returns whether a run is under way, also between two slices. */
  isRunning(): boolean {
    return this.#finish !== null || runtime.running === this;
  }

  /** Returns whether the loop was closed. */
  isClosed(): boolean {
    return this.#closed;
  }

  /** @internal */
  _enqueue(runnable: Runnable): void {
    if (this.#closed) throw new Error("Event loop is closed");
    this._scheduler.ready.push(runnable);
    if (!this._slicing) this.#wake();
  }

  /** @internal Enqueues a runnable that something has woken. */
  _enqueueWoken(runnable: Runnable): void {
    this._enqueue(runnable);
    this._instruments?.notify("woken", runnable, runtime.current);
  }

  /** @internal */
  _schedule(timer: Timer): void {
    if (this.#closed) throw new Error("Event loop is closed");
    timer.order = this.#timersMade++;
    this._scheduler.timers.push(timer);
    this._instruments?.notify("timerSet", timer);
    if (!this._slicing) this.#wake();
  }

  /** @internal */
  _unschedule(timer: Timer): void {
    if (timer.slot === -1) return;
    const { timers } = this._scheduler;
    timers.remove(timer);
    if (!this._parked || timer.deadline !== this._parkedUntil) return;
    // A removed timer must neither wake the loop nor keep the process alive.
    if (this._driver.ownsThread) this.#wake();
    else this._park(timers.deadline);
  }

  /** @internal */
  _run(finish: Finish): void {
    checkRunnable(this);
    this.#finish = finish;
    this._runObserver?.(true);
    if (!this._driver.ownsThread) return this.#wake();
    try {
      this._park(this._scheduler.deadline);
    } catch (error) {
      return this._end({ error });
    }
    while (this.#finish !== null) this.#turn();
  }

  /** Runs a slice. The driver of a guest calls it, and an owner calls it after each park. */
  readonly #turn = (): void => {
    if (this.#closed) return;
    this._parked = false;
    this._scheduler.beginSlice();
    this._continue();
  };

  /** @internal Runs the rest of a slice, then parks. */
  _continue(): void {
    try {
      const deadline = this.#runSlice();
      if (deadline !== null) return this._park(deadline);
    } catch (error) {
      return this._end({ error });
    }
    this._end();
  }

  /** Runs the rest of a slice, with this loop as the running one. */
  #runSlice(): number | null {
    const { running, current, entered } = runtime;
    runtime.running = this;
    // The run may be inside a Context.run, but its steps are not.
    runtime.entered = null;
    this._slicing = true;
    this._instruments?.notify("sliceBegan", this);
    try {
      return runInRootScope(this._scheduler.runSlice, this._scheduler);
    } finally {
      this._instruments?.notify("sliceEnded", this);
      this._slicing = false;
      runtime.running = running;
      runtime.current = current;
      runtime.entered = entered;
    }
  }

  /** @internal */
  _park(deadline: number): void {
    if (this._beforeWait !== null && deadline !== -Infinity && !this._driver.ownsThread) this.#callBeforeWait();
    this._parked = deadline !== -Infinity;
    this._parkedUntil = deadline;
    this._driver.park(deadline, this.#turn);
  }

  #callBeforeWait(): void {
    const beforeWait = this._beforeWait;
    this._beforeWait = null;
    beforeWait?.();
  }

  #wake(): void {
    if (!this._parked) return this._driver.rearm?.();
    this._parked = false;
    this._driver.wake();
  }

  /** @internal Ends the run. A guest then rests until it is run again or woken from outside, with its schedule kept. */
  _end(failure?: Failure): void {
    const finish = this.#finish;
    this.#finish = null;
    this._scheduler.stopping = false;
    if (this._driver.ownsThread) this.#callBeforeWait();
    else this._park(Infinity);
    if (finish !== null) {
      this._runObserver?.(false);
      finish(failure);
    } else if (failure !== undefined) throw failure.error;
  }

  /** Returns the state of the loop as text for errors and logs. */
  override toString(): string {
    return `<${nameOf(this)} running=${this.isRunning()} closed=${this.#closed} debug=${this.getDebug()}>`;
  }
}

brand(LoopCore, "LoopCore");

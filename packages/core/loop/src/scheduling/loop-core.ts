import { brand, nameOf } from "../support/brand.ts";
import type { Choose } from "./chooser.ts";
import { dispose } from "../support/dispose.ts";
import type { Driver } from "../host/driver.ts";
import { GeneratorFunction } from "../support/generator-function.ts";
import { Handle, TimerHandle } from "./handle.ts";
import { runInRootScope } from "../execution/root-scope.ts";
import { Scheduler } from "./scheduler.ts";
import { runtime } from "../execution/runtime.ts";
import { Reporter } from "../reporting/reporter.ts";
import { repr } from "../support/repr.ts";
import type { Runnable, Timer } from "../execution/runnable.ts";

/** Is told that a run has ended, and what the driver threw, if it did. */
export type Finish = (error?: { thrown: unknown }) => void;

/**
 * The event loop: when things run. It knows no futures.
 *
 * Mirrors `asyncio.BaseEventLoop`, without what concerns futures.
 */
export class LoopCore extends Reporter {
  /** The clock and the sleep under this loop. */
  readonly driver: Driver;
  readonly #scheduler: Scheduler;
  readonly #hostWork = new Set<{ what: string }>();
  #timersMade = 0;
  #closed = false;
  /** The driver was given the thread, and nothing was scheduled since. */
  #parked = false;
  /** The deadline of that park. */
  #parkedUntil = Infinity;
  /** What is to be told of the end of the run that is under way. */
  #finish: Finish | null = null;

  constructor(driver: Driver) {
    super();
    this.driver = driver;
    this.#scheduler = new Scheduler(this);
    if (!driver.ownsThread) this.#park(Infinity);
  }

  /** The loop whose step this is, or null. Mirrors `asyncio._get_running_loop`. */
  static running(): LoopCore | null {
    return runtime.running;
  }

  /** Decides where several next steps are legal; `null`, the default, is asyncio's order. */
  get choose(): Choose | null {
    return this.#scheduler.choose;
  }
  set choose(choose: Choose | null) {
    this.#scheduler.choose = choose;
  }

  /** Milliseconds on this loop's monotonic clock. */
  time(): number {
    return this.driver.now();
  }

  /**
   * Arranges for `callback(...args)` to be called in the next pass, after what was scheduled before.
   *
   * Called from a callback of the host, it wakes the loop.
   *
   * @throws TypeError when `callback` is no function, or a coroutine function
   * @throws Error when the loop is closed
   */
  callSoon<A extends unknown[]>(callback: (...args: A) => unknown, ...args: A): Handle {
    checkCallback("callSoon", callback);
    const handle = new Handle(this, callback as never, args);
    this.enqueue(handle);
    this.instruments?.notify("spawned", handle, runtime.current);
    return handle;
  }

  /** The same as `callSoon`, which here may always be called from the host. Mirrors `loop.call_soon_threadsafe`. */
  callSoonThreadsafe<A extends unknown[]>(callback: (...args: A) => unknown, ...args: A): Handle {
    return this.callSoon(callback, ...args);
  }

  /**
   * Arranges for `callback(...args)` to be called `ms` milliseconds from now.
   *
   * @throws TypeError when `ms` is no number or `callback` no plain function
   * @throws Error when the loop is closed
   */
  callLater<A extends unknown[]>(ms: number, callback: (...args: A) => unknown, ...args: A): TimerHandle {
    return this.#setTimer("callLater", this.time(), ms, callback as never, args);
  }

  /**
   * Arranges for `callback(...args)` to be called when the loop's clock shows `when`, in milliseconds.
   *
   * @throws TypeError when `when` is no number or `callback` no plain function
   * @throws Error when the loop is closed
   */
  callAt<A extends unknown[]>(when: number, callback: (...args: A) => unknown, ...args: A): TimerHandle {
    return this.#setTimer("callAt", 0, when, callback as never, args);
  }

  #setTimer(who: string, from: number, ms: number, callback: (...args: unknown[]) => unknown, args: unknown[]): TimerHandle {
    if (typeof ms !== "number" || Number.isNaN(ms)) {
      throw new TypeError(`${who}: a number of milliseconds was expected, got ${repr(ms)}`);
    }
    checkCallback(who, callback);
    if (this.#closed) throw new Error("Event loop is closed");
    const timer = new TimerHandle(this, from + ms, callback, args);
    this.instruments?.notify("spawned", timer, runtime.current);
    this.schedule(timer);
    return timer;
  }

  /**
   * Puts a runnable at the end of the ready queue: `callSoon` for what runs itself. For packages that build on this one.
   *
   * @throws Error when the loop is closed
   */
  enqueue(runnable: Runnable): void {
    if (this.#closed) throw new Error("Event loop is closed");
    this.#scheduler.ready.push(runnable);
    if (this.#parked) this.#wake();
  }

  /**
   * Sets a timer: `callAt` for what runs itself. For packages that build on this one.
   *
   * @throws Error when the loop is closed
   */
  schedule(timer: Timer): void {
    if (this.#closed) throw new Error("Event loop is closed");
    timer.order = this.#timersMade++;
    this.#scheduler.timers.push(timer);
    this.instruments?.notify("timerSet", timer);
    if (this.#parked) this.#wake();
  }

  /** Takes a timer back. Does nothing when it is due or was taken back already. */
  unschedule(timer: Timer): void {
    if (timer.slot === -1) return;
    const { timers } = this.#scheduler;
    timers.remove(timer);
    if (!this.#parked || timer.deadline !== this.#parkedUntil) return;
    // The driver must not come, nor keep the process alive, for what was taken back.
    if (this.driver.ownsThread) this.#wake();
    else this.#park(timers.deadline);
  }

  /**
   * Says that something outside this loop will wake it: a fetch, a socket. Disposing says that it has come.
   *
   * While any is held, virtual time does not jump, and no deadlock is called.
   *
   * @param what names it in the error of a wait that never ends
   */
  hostWork(what: string): Disposable {
    const work = { what };
    this.#hostWork.add(work);
    return {
      [dispose]: () => {
        if (this.#hostWork.delete(work) && this.#parked) this.#wake();
      },
    };
  }

  /** What `hostWork` holds at the moment. */
  hostWorkHeld(): string[] {
    return Array.from(this.#hostWork, (work) => work.what);
  }

  /**
   * Says that a callback of the host is about to make something ready, and will have the loop run that by `endInline`: a
   * wake-up may cost more than what it is for. For packages that build on this one.
   *
   * @returns whether it may; otherwise the loop is woken as ever, and `endInline` is not to be called
   */
  beginInline(): boolean {
    if (!this.#parked || this.driver.inline !== true || runtime.running !== null) return false;
    this.#parked = false;
    return true;
  }

  /**
   * Runs what is ready, inside the callback of the host. It counts as part of the slice before, so that the host gets its turn.
   *
   * @param first what was made ready before anything else and does not stand in the ready queue, if anything was
   */
  endInline(first: Runnable | null): void {
    if (this.#closed) return;
    if (first !== null) {
      if (this.instruments === null && this.#scheduler.isOneStep()) return this.#stepInline(first);
      this.enqueue(first);
      this.instruments?.notify("woken", first, runtime.current);
    }
    this.#goOn();
  }

  /**
   * Runs until `stop` is called. A loop that owns its thread returns then; a guest of the host gives a promise.
   *
   * @throws Error when the loop is closed or running, or in a step of another loop
   */
  runForever(): void | Promise<void> {
    this.checkRunnable();
    return this.deliver<void>((resolve, reject) => {
      this.runThen((error) => (error === undefined ? resolve() : reject(error.thrown)));
    });
  }

  /**
   * Runs until `stop` is called, then calls `finish` before anything else can run. For packages that build on this one.
   *
   * @throws Error when the loop is closed or running, or in a step of another loop
   */
  runThen(finish: Finish): void {
    this.checkRunnable();
    this.#finish = finish;
    if (!this.driver.ownsThread) {
      if (this.#parked) this.#wake();
      return;
    }
    this.#goOn(false);
    while (this.#finish !== null) this.#turn();
  }

  /**
   * Refuses where the loop cannot be run.
   *
   * @throws Error when the loop is closed or running, or in a step of another loop
   */
  checkRunnable(): void {
    if (this.#closed) throw new Error("Event loop is closed");
    if (this.isRunning()) throw new Error("This event loop is already running");
    if (runtime.running !== null) throw new Error("Cannot run the event loop while another loop is running");
  }

  /** Hands over what `work` settles with in the way of this loop: a value when it owns its thread, else a promise. */
  deliver<T>(work: (resolve: (value: T) => void, reject: (error: unknown) => void) => void): T | Promise<T> {
    if (!this.driver.ownsThread) return new Promise<T>(work as never);
    const outcome: { value?: T; thrown?: unknown } = {};
    work(
      (value) => (outcome.value = value),
      (thrown) => (outcome.thrown = thrown),
    );
    if ("thrown" in outcome) throw outcome.thrown;
    return outcome.value as T;
  }

  /** Ends the run after the pass that is under way; called before a run, that run has exactly one pass. */
  stop(): void {
    this.#scheduler.stopping = true;
    if (this.#parked && this.#finish !== null) this.#wake();
  }

  /** Ends the run that is under way with an error: for a driver that finds that nothing can ever happen. */
  abort(thrown: unknown): void {
    this.#end({ thrown });
  }

  /**
   * Drops all that is scheduled, and lets go of the host. Closing twice does nothing.
   *
   * @throws Error when the loop is running
   */
  close(): void {
    if (this.isRunning()) throw new Error("Cannot close a running event loop");
    if (this.#closed) return;
    this.#closed = true;
    this.#parked = false;
    this.#scheduler.clear();
    this.driver.close?.();
  }

  /** Whether a run is under way, be it between two slices. */
  isRunning(): boolean {
    return this.#finish !== null || runtime.running === this;
  }

  /** Whether it was closed. */
  isClosed(): boolean {
    return this.#closed;
  }

  /** What the driver of a guest calls, and an owner whenever it has parked: runs a slice, then parks. */
  readonly #turn = (): void => {
    if (this.#closed) return;
    this.#parked = false;
    this.#scheduler.beginSlice();
    this.#goOn();
  };

  /** Runs what is left of a slice, if any, then parks. */
  #goOn(slices = true): void {
    try {
      const deadline = slices ? this.#slice() : this.#scheduler.deadline;
      if (deadline !== null) return this.#park(deadline);
    } catch (thrown) {
      return this.#end({ thrown });
    }
    this.#end();
  }

  /** One slice, or the rest of one, with this loop as the running one. */
  #slice(): number | null {
    const { running, current, entered } = runtime;
    runtime.running = this;
    // The run may be inside a Context.run; its steps are not.
    runtime.entered = null;
    this.instruments?.notify("sliceBegan", this);
    try {
      return runInRootScope(this.#scheduler.slice, this.#scheduler);
    } finally {
      this.instruments?.notify("sliceEnded", this);
      runtime.running = running;
      runtime.current = current;
      runtime.entered = entered;
    }
  }

  /** A pass of one step, in place of a slice: that saves 20 of the 120 ns that it takes to await a promise. */
  #stepInline(runnable: Runnable): void {
    const scheduler = this.#scheduler;
    runtime.running = this;
    runtime.current = runnable;
    try {
      runInRootScope(runnable.run, runnable);
    } catch (thrown) {
      return this.#end({ thrown });
    } finally {
      runtime.running = runtime.current = null;
    }
    if (scheduler.stopping) this.#end();
    else if (scheduler.stepped()) this.#park(-Infinity);
    else if (scheduler.ready.length > 0) this.#goOn();
    else if (scheduler.timers.deadline === this.#parkedUntil) this.#parked = true;
    else this.#park(scheduler.timers.deadline);
  }

  #park(deadline: number): void {
    this.#parked = deadline !== -Infinity;
    this.#parkedUntil = deadline;
    this.driver.park(deadline, this.#turn);
  }

  #wake(): void {
    this.#parked = false;
    this.driver.wake();
  }

  /** Ends the run. A guest then rests, with what is still scheduled, until it is run again or woken from outside. */
  #end(error?: { thrown: unknown }): void {
    const finish = this.#finish;
    this.#finish = null;
    this.#scheduler.stopping = false;
    if (!this.driver.ownsThread) this.#park(Infinity);
    if (finish !== null) finish(error);
    else if (error !== undefined) throw error.thrown;
  }

  /** The state of the loop, as errors and logs show it. */
  override toString(): string {
    return `<${nameOf(this)} running=${this.isRunning()} closed=${this.#closed} debug=${this.getDebug()}>`;
  }
}

brand(LoopCore, "LoopCore");

function checkCallback(who: string, callback: unknown): void {
  if (typeof callback !== "function" || callback instanceof GeneratorFunction) {
    throw new TypeError(`${who}: a plain function was expected (createTask runs coroutines), got ${repr(callback)}`);
  }
}

import { Context } from "@asyncio-ts/loop";
import { brand, branded, captureContext, enterOf, host, runtime, stepInside } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine, Startable } from "../coroutines/awaitable.ts";
import { coroutineName } from "../coroutines/coroutine-name.ts";
import { isCancelledError } from "./errors.ts";
import type { EventLoop } from "./event-loop.ts";
import { Future } from "./future.ts";
import type { Waiter } from "./waiter.ts";
import type { CancelWatch } from "./cancel-watch.ts";
import type { TaskExtras } from "./task-extras.ts";
import type { TaskOptions } from "./task-options.ts";
import { coroutineOf } from "../coroutines/startable.ts";
import { type CallSite, suspendedAt } from "../coroutines/call-site.ts";
import { CANCELLED, FINISHED, UNRETRIEVED } from "./future-state.ts";
import { step } from "./step.ts";
import { traps } from "../coroutines/traps.ts";

/**
 * A coroutine that runs beside others, as a future of its result.
 *
 * Mirrors `asyncio.Task`.
 */
export class Task<T> extends Future<T> implements Waiter {
  /** @internal In the order of creation, over all loops; its place in the loop's list of unfinished tasks. */
  _number = -1;
  /** @internal Null for a task that was done as soon as it began: its coroutine need not be kept. */
  _coro: Coroutine<T> | null;
  /** @internal Marked coroutines inside each other that have waited, outermost first, without the task's own one. */
  _frames: Coroutine<unknown>[] | null = null;
  /** @internal */
  _waiting: Future<unknown> | null = null;

  /**
   * @param options.loop the loop it belongs to; `getEventLoop()` by default
   * @param at what has the loop, where the options have not
   * @throws TypeError when `startable` is neither a coroutine nor a function that gives one
   */
  constructor(startable: Startable<T>, options: TaskOptions & { loop?: EventLoop } = {}, at: { loop?: EventLoop } = options) {
    super(at);
    this._coro = coroutineOf("Task", startable);
    traps.began?.(this._coro, this._loop);
    if (options.name !== undefined) this.setName(options.name);
    const context = options.context ?? captureContext();
    if (context !== null) this.context = context;
    const loop = this._loop;
    const eager = options.eagerStart === true && runtime.running === loop;
    // First, since a closed loop throws here, and the task is none of its own then.
    if (!eager) loop.enqueue(this);
    this._number = loop._tasks.add(this);
    loop.instruments?.notify("spawned", this, runtime.current);
    if (eager) this._stepEagerly();
  }

  /** A waiter's part: it is this task that waits. */
  get awaiter(): Task<T> {
    return this;
  }

  /** A waiter's part: it goes on by a step of its own. */
  get isTask(): boolean {
    return true;
  }

  /** Its name. */
  getName(): string {
    return this._extras?.name ?? `Task-${this._number + 1}`;
  }

  /** Gives it another name. */
  setName(name: string): void {
    this._ensureExtras().name = String(name);
  }

  /** The coroutine it runs; null for a task that was done as soon as it began. */
  getCoro(): Coroutine<T> | null {
    return this._coro;
  }

  /** The context of its traps. */
  getContext(): Context {
    return (this.context ??= new Context());
  }

  /**
   * Where the coroutine is suspended, outermost call first; empty for a task that is done or ready, and for one that awaits
   * through a hand-written iterator, which can't be asked.
   *
   * @param options.limit how many of the innermost calls to give; all by default
   */
  getStack(options: { limit?: number } = {}): CallSite[] {
    const suspended = this._waiting !== null && !this._waiting.done() && this._extras?.theirs !== true;
    const sites = suspended ? suspendedAt([this._coro!, ...(this._frames ?? [])]) : [];
    return options.limit === undefined ? sites : sites.slice(Math.max(sites.length - options.limit, 0));
  }

  /** Writes the stack to the console, or to `options.write`. */
  printStack(options: { limit?: number; write?: (text: string) => void } = {}): void {
    const lines = this.getStack(options).map((site) => `\n  at ${site}`);
    const head = lines.length === 0 ? `No stack for ${this}` : `Stack for ${this} (most recent call last):`;
    (options.write ?? host.console.error)(head + lines.join(""));
  }

  /** A task's result is what its coroutine returns. @throws Error always */
  override setResult(_result: T): void {
    throw new Error("Task does not support setResult operation");
  }

  /** A task's exception is what its coroutine throws. @throws Error always */
  override setException(_exception: unknown): void {
    throw new Error("Task does not support setException operation");
  }

  /**
   * Asks the task to end: a CancelledError is thrown where it waits. Its coroutine may clean up, take its time, or refuse.
   *
   * @param message of the CancelledError
   * @returns false when the task is done already
   */
  override cancel(message?: string): boolean {
    if (this._state >= FINISHED) {
      this._markRetrieved();
      return false;
    }
    this._loop.instruments?.notify("cancelled", this, runtime.current);
    const rare = this._ensureExtras();
    rare.cancels++;
    rare.cancelWatch?.cancelRequested(message);
    if (this._waiting !== null && this._cancelAwaited(this._waiting, message)) return true;
    rare.mustCancel = true;
    this._value = message;
    return true;
  }

  /** @internal Cancels what is awaited. Tasks that await each other in a circle come back here; then this one breaks it. */
  _cancelAwaited(waiting: Future<unknown>, message: string | undefined): boolean {
    const rare = this._extras!;
    const { mustCancel } = rare;
    this._waiting = null;
    const accepted = waiting.cancel(message);
    if (rare.mustCancel === mustCancel || waiting.done()) this._waiting = waiting;
    else {
      waiting._removeWaiters((waiter) => waiter === this);
      this._loop.enqueue(this);
    }
    return accepted;
  }

  /** How many requests to cancel there were, less those that were taken back. */
  cancelling(): number {
    return this._extras === null ? 0 : this._extras.cancels;
  }

  /** Takes one request to cancel back, and returns how many remain. At 0 a request that was not thrown yet is forgotten. */
  uncancel(): number {
    const rare = this._extras;
    if (rare === null || rare.cancels === 0) return 0;
    if (--rare.cancels === 0) rare.mustCancel = false;
    return rare.cancels;
  }

  /** Who is told of each request to cancel this task, until it is done. For packages that build on this one. */
  get cancelWatch(): CancelWatch | null {
    return this._extras === null ? null : this._extras.cancelWatch;
  }
  set cancelWatch(watch: CancelWatch | null) {
    this._ensureExtras().cancelWatch = watch;
  }

  /** What this task waits for; null while it is ready, running or done. For debugging. */
  waitsFor(): Future<unknown> | null {
    return this._waiting;
  }

  /** A waiter's part: what this task waits for is done, together with other waiters. */
  settled(): void {
    runtime.current = this;
    this.run();
  }

  /** One step; once the task is done, its callbacks. The ready queue calls it. */
  override run(): void {
    if (this._state >= FINISHED) return super.run();
    if (enterOf(this.context) !== null || this._loop.instruments !== null) return this._stepWithHooks();
    step(this);
  }

  /** The loop was closed before this step: what it would have seen, nobody has. */
  override dropped(): void {
    super.dropped();
    this._waiting?.dropped();
  }

  /** @internal */
  _stepWithHooks(): void {
    const enter = enterOf(this.context);
    this._loop.instruments?.notify("stepBegan", this);
    if (enter === null) step(this);
    else enter(() => step(this));
    this._loop.instruments?.notify("stepEnded", this);
    if (this._state >= FINISHED) this._loop.instruments?.notify("finished", this);
  }

  /** @internal A step inside the creator's step. */
  _stepEagerly(): void {
    const { depth } = traps;
    try {
      stepInside(this);
      if (this._state >= FINISHED) this._coro = null;
    } catch (error) {
      // Its context is one that is entered already.
      this._loop._tasks.delete(this);
      this._coro!.return(undefined as T);
      throw error;
    } finally {
      traps.depth = depth;
    }
  }

  /** @internal */
  _finish(result: T): void {
    this._loop._tasks.delete(this);
    if (this._extras === null) this._settle(FINISHED, result);
    else this._finishWithExtras(this._extras, result);
  }

  /** @internal */
  _finishWithExtras(rare: TaskExtras, result: T): void {
    rare.cancelWatch = null;
    if (rare.mustCancel) {
      rare.mustCancel = false;
      return this._settle(CANCELLED, this._value);
    }
    rare.cancelMessage = this._value as string | undefined;
    this._settle(FINISHED, result);
    if (rare.cancels > 0 && this._loop.getDebug()) {
      host.console.warn(`${this} swallowed its cancellation: a catch got the CancelledError and did not throw it again`);
    }
  }

  /** @internal */
  _fail(error: unknown): void {
    this._loop._tasks.delete(this);
    if (this._extras !== null) {
      this._extras.cancelWatch = null;
      // `gather` may ask for it when the error has taken its place.
      this._extras.cancelMessage = this._value as string | undefined;
    }
    this._settle(isCancelledError(error) ? CANCELLED : UNRETRIEVED, error);
  }

  /** @internal */
  override _describe(): string[] {
    const [state, ...outcome] = super._describe();
    const described = [this.cancelling() > 0 && state === "pending" ? "cancelling" : state!, `name='${this.getName()}'`];
    const name = this._coro && coroutineName(this._coro);
    if (name) described.push(`coro=<${name}()>`);
    if (this._waiting !== null) described.push(`wait_for=${this._waiting}`);
    return [...described, ...outcome];
  }
}

brand(Task, "Task");

/** Whether a value is a Task, of whichever copy of this package. */
export const isTask = /* @__PURE__ */ branded("Task") as (value: unknown) => value is Task<unknown>;

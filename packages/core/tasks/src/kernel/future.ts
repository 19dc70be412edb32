import type { Context, Runnable } from "@asyncio-ts/loop";
import { brand, branded, captureContext, nameOf, runtime, repr } from "@asyncio-ts/loop/lowlevel";
import type { Awaitable, Trap } from "../coroutines/awaitable.ts";
import { CancelledError, InvalidStateError, isCancelledError } from "./errors.ts";
import type { EventLoop } from "./event-loop.ts";
import { TaskExtras } from "./task-extras.ts";
import { getEventLoop } from "./running-loop.ts";
import { PromiseView } from "./promise-view.ts";
import { AWAITED, CANCELLED, FAILED, FINISHED, PENDING, UNRETRIEVED } from "./future-state.ts";
import { traps } from "../coroutines/traps.ts";
import { LateCallback, DoneCallback, tell, type Waiter } from "./waiter.ts";

/** Futures whose text is being made: one that comes across itself, through a result or in a circle of waiting, is cut short. */
const described = new Set<Future<any>>();

/**
 * A result that is not there yet.
 *
 * It is its own iterator, so awaiting it allocates nothing; its done callbacks are called by its loop, never inline. Also a
 * thenable: `await future` works in any async function.
 *
 * Mirrors `asyncio.Future`.
 */
export class Future<T> implements Awaitable<T>, PromiseLike<T>, Runnable {
  /** @internal */
  _loop: EventLoop;
  /** @internal */
  _state: number = PENDING;
  /** @internal The result, the exception, or what a CancelledError is made of: its message, or the error that a task threw. */
  _value: unknown = undefined;
  /** @internal Kept while the callbacks of a done future stand in the ready queue. */
  _waiters: Waiter | Waiter[] | null = null;
  /** @internal */
  _extras: TaskExtras | null = null;

  /** @param options.loop the loop it belongs to; `getEventLoop()` by default */
  constructor(options: { loop?: EventLoop | undefined } = {}) {
    this._loop = options.loop ?? getEventLoop();
    if (this._loop.getDebug()) this._ensureExtras().origin = new Error(`${nameOf(this)} created here`);
  }

  /** The loop this future belongs to. */
  getLoop(): EventLoop {
    return this._loop;
  }

  /** Whether it has a result or an exception, or was cancelled. */
  done(): boolean {
    return this._state >= FINISHED;
  }

  /** Whether it was cancelled. */
  cancelled(): boolean {
    return this._state === CANCELLED;
  }

  /**
   * The result.
   *
   * @throws the exception that was set
   * @throws CancelledError when it was cancelled
   * @throws InvalidStateError when it is not done
   */
  result(): T {
    if (this._state < FINISHED) throw new InvalidStateError("Result is not ready.");
    return this._take() as T;
  }

  /**
   * The exception; null for a success.
   *
   * @throws CancelledError when it was cancelled
   * @throws InvalidStateError when it is not done
   */
  exception(): unknown {
    if (this._state < FINISHED) throw new InvalidStateError("Exception is not set.");
    if (this._state === CANCELLED) throw this._cancelledError();
    if (this._state === FINISHED) return null;
    this._markRetrieved();
    return this._value;
  }

  /** Gives it a result, which those who wait get. @throws InvalidStateError when it is done */
  setResult(result: T): void {
    this._checkPending();
    this._settle(FINISHED, result);
  }

  /**
   * Gives it an exception, which is thrown to those who wait.
   *
   * @param exception any value; an error class stands for a new error of it
   * @throws InvalidStateError when it is done
   */
  setException(exception: unknown): void {
    this._checkPending();
    const isClass = typeof exception === "function" && exception.prototype instanceof Error;
    this._settle(UNRETRIEVED, isClass ? new (exception as new () => Error)() : exception);
  }

  /**
   * Cancels it, unless it is done.
   *
   * @param message of the CancelledError that its awaiters get
   * @returns whether it was cancelled by this call
   */
  cancel(message?: string): boolean {
    if (this._state >= FINISHED) {
      this._markRetrieved();
      return false;
    }
    this._settle(CANCELLED, message);
    return true;
  }

  /**
   * Has `fn` called with this future once it is done: in a later pass, in the order of adding, also when it is done already.
   *
   * @param options.context the context to call it in; a copy of the current one by default
   */
  addDoneCallback(fn: (future: this) => unknown, options: { context?: Context } = {}): void {
    if (typeof fn !== "function") throw new TypeError(`addDoneCallback: a function was expected, got ${repr(fn)}`);
    this._addWaiter(new DoneCallback(fn as never, options.context ?? captureContext()));
  }

  /** Takes every callback equal to `fn` back. @returns how many there were */
  removeDoneCallback(fn: (future: this) => unknown): number {
    return this._removeWaiters((waiter) => waiter instanceof DoneCallback && waiter.fn === fn);
  }

  /**
   * A promise's `then`: settles when the future does, not by `callSoon`, and works after its loop has closed. A loop that
   * closes rejects the promises of its unfinished futures.
   */
  then<A = T, B = never>(
    fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    rejected?: ((reason: any) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    const promiseView = (this._ensureExtras().promiseView ??= new PromiseView(this));
    return (promiseView.promise as Promise<T>).then(fulfilled, rejected);
  }

  /** What `yield*` asks for: the future itself. */
  [Symbol.iterator](): Iterator<Trap, T, any> {
    return this as unknown as Iterator<Trap, T, any>;
  }

  /** @internal */
  next(): IteratorResult<any, T> {
    const { parked } = traps;
    if (this._state >= FINISHED) {
      traps.finished.value = this._take();
      return traps.finished;
    }
    if (traps.probe !== null) {
      traps.probe(new Error());
      return parked;
    }
    if (this._state !== PENDING) {
      if (this._state === AWAITED) this._state = PENDING;
      throw new Error(`await wasn't used with future: ${this} was iterated by hand; write \`yield*\``);
    }
    this._state = AWAITED;
    traps.suspensions = 0;
    parked.value = this;
    return parked;
  }

  // V8 demands both of what stands under `yield*`. Who iterates by hand and stops leaves a future that can be awaited.
  /** @internal */
  throw(error: unknown): never {
    if (this._state === AWAITED) this._state = PENDING;
    throw error;
  }
  /** @internal */
  return(value: unknown): IteratorResult<never, unknown> {
    if (this._state === AWAITED) this._state = PENDING;
    return { done: true, value };
  }

  /** The context of its steps, for a task. */
  get context(): Context | null {
    return this._extras === null ? null : this._extras.context;
  }
  set context(context: Context | null) {
    this._ensureExtras().context = context;
  }

  /** Calls those that wait; the ready queue does it, in the pass after the future is done. */
  run(): void {
    const waiters = this._waiters;
    this._waiters = null;
    if (Array.isArray(waiters)) for (const waiter of waiters) tell(waiter, this);
    else if (waiters !== null) tell(waiters, this);
    this.dropped();
  }

  /** Nobody is left who could look at the exception, unless somebody comes. */
  dropped(): void {
    if (this._state === UNRETRIEVED) this._loop._neverRetrieved.add(this);
  }

  /** @internal Settles it, and makes who waits ready. */
  _settle(state: number, value: unknown): void {
    const task = this._settleForTask(state, value);
    if (task === null) return;
    this._loop.enqueue(task);
    this._loop.instruments?.notify("woken", task, runtime.current);
  }

  /** @internal Settles it, and gives the one task that waits, if it is so, which then is to step. Other waiters are made ready. */
  _settleForTask(state: number, value: unknown): Runnable | null {
    this._state = state;
    this._value = value;
    this._extras?.promiseView?.settle();
    const waiters = this._waiters;
    if (waiters === null) {
      if (state === UNRETRIEVED && this._state === UNRETRIEVED) this._loop._neverRetrieved.add(this);
      return null;
    }
    if ((waiters as Waiter).isTask) {
      this._waiters = null;
      return waiters as unknown as Runnable;
    }
    this._loop.enqueue(this);
    return null;
  }

  /** @internal */
  _addWaiter(waiter: Waiter): void {
    if (this._state >= FINISHED) this._loop.enqueue(new LateCallback(this, waiter));
    else if (this._waiters === null) this._waiters = waiter;
    else if (Array.isArray(this._waiters)) this._waiters.push(waiter);
    else this._waiters = [this._waiters, waiter];
  }

  /** @internal Takes back the waiters that `which` tells, unless they are being called. */
  _removeWaiters(which: (waiter: Waiter) => boolean): number {
    if (this._state >= FINISHED) return 0;
    const waiters = this._waiterList();
    const rest = waiters.filter((waiter) => !which(waiter));
    this._waiters = rest.length === 0 ? null : rest;
    return waiters.length - rest.length;
  }

  /** @internal */
  _waiterList(): Waiter[] {
    if (this._waiters === null) return [];
    return Array.isArray(this._waiters) ? this._waiters : [this._waiters];
  }

  /** @internal The result of a done future, or its error thrown. */
  _take(): unknown {
    if (this._state === FINISHED) return this._value;
    if (this._state === CANCELLED) throw this._cancelledError();
    this._markRetrieved();
    throw this._value;
  }

  /** @internal Hands the outcome of a done future over. */
  _settleInto(resolve: (value: T) => void, reject: (error: unknown) => void): void {
    let result: T;
    try {
      result = this._take() as T;
    } catch (error) {
      return reject(error);
    }
    resolve(result);
  }

  /** @internal The error for one awaiter of a cancelled future; the first awaiter of a task gets the very one it threw. */
  _cancelledError(): CancelledError {
    const error = this._value;
    if (!isCancelledError(error)) return new CancelledError(error as string | undefined);
    this._value = undefined;
    return error;
  }

  /** @internal Somebody has seen the exception, so nobody need be told of it. */
  _markRetrieved(): void {
    if (this._state !== UNRETRIEVED) return;
    this._state = FAILED;
    this._extras?.seen?.();
  }

  /** @internal Where it was made, for a report on it; debug mode knows. */
  _madeAt(): { sourceTraceback?: string | undefined } {
    const origin = this._extras?.origin;
    return origin ? { sourceTraceback: origin.stack } : {};
  }

  /** @internal */
  _checkPending(): void {
    if (this._state >= FINISHED) throw new InvalidStateError(`invalid state: ${this} is done already`);
  }

  /** @internal */
  _ensureExtras(): TaskExtras {
    return (this._extras ??= new TaskExtras());
  }

  /** Its state, and its outcome or what it waits for. */
  toString(): string {
    if (described.has(this)) return "...";
    described.add(this);
    try {
      return `<${nameOf(this)} ${this._describe().join(" ")}>`;
    } finally {
      described.delete(this);
    }
  }

  /** @internal */
  _describe(): string[] {
    if (this._state < FINISHED) return ["pending"];
    if (this._state === CANCELLED) return ["cancelled"];
    return ["finished", this._state === FINISHED ? `result=${repr(this._value)}` : `exception=${repr(this._value)}`];
  }
}

brand(Future, "Future");

// A console shows the text, not the fields.
Object.defineProperty(Future.prototype, Symbol.for("nodejs.util.inspect.custom"), { value: Future.prototype.toString });

/** Whether a value is a Future or a Task, of whichever copy of this package. */
export const isFuture = branded("Future") as (value: unknown) => value is Future<unknown>;

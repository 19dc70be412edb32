import type { Context, Runnable } from "@asyncio-ts/loop";
import { bounded, brand, branded, checkCallback, checkOptions, contextFor, nameOf, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Awaitable, Trap } from "../coroutines/awaitable.ts";
import { completed, traps } from "../coroutines/traps.ts";
import { CancelledError, InvalidStateError, isCancelledError } from "./errors.ts";
import type { EventLoop } from "./event-loop.ts";
import { AWAITED, CANCELLED, FAILED, FINISHED, PENDING, UNRETRIEVED } from "./future-state.ts";
import { PromiseView } from "./promise-view.ts";
import { getEventLoop } from "./running-loop.ts";
import { TaskExtras } from "./task-extras.ts";
import type { Task } from "./task.ts";
import { addWaiter, DoneCallback, notifyWaiters, removeWaiters, type Waiter } from "./waiter.ts";
import { HAS_DIAGNOSTICS } from "../coroutines/edition.ts";

/** The number of texts of futures under construction, each inside another. A result may contain futures, its own included. */
let nesting = 0;

/**
 * A result that is not available yet.
 *
 * A future is its own iterator, so awaiting it allocates nothing. Its loop calls its done callbacks, never inline. It is a
 * thenable as well: `await future` works in any async function.
 *
 * Mirrors `asyncio.Future`.
 */
export class Future<T> implements Awaitable<T>, PromiseLike<T> {
  /** @internal */
  _loop: EventLoop;
  /** @internal */
  _state: number = PENDING;
  /** @internal The result, the exception, or the message or error of a cancellation. Undefined until the future is done. */
  _value: unknown = undefined;
  /** @internal */
  _waiters: Waiter | Waiter[] | null = null;
  /** @internal */
  _extras: TaskExtras | null = null;

  /** @param options.loop the loop of the future; `getEventLoop()` by default */
  constructor(options: { loop?: EventLoop | undefined } = {}) {
    const loop = options?.loop;
    this._loop = loop?._tasks === undefined ? loopFor(this, options) : loop;
    if (HAS_DIAGNOSTICS && this._loop.getDebug()) recordOrigin(this);
  }

  /** Returns the loop of this future. */
  getLoop(): EventLoop {
    return this._loop;
  }

  /** Returns whether the future has a result or an exception, or was cancelled. */
  done(): boolean {
    return this._state >= FINISHED;
  }

  /** Returns whether the future was cancelled. */
  cancelled(): boolean {
    return this._state === CANCELLED;
  }

  /**
   * Returns the result.
   *
   * @throws the exception that was set
   * @throws CancelledError if the future was cancelled
   * @throws InvalidStateError if the future is not done
   */
  result(): T {
    if (this._state < FINISHED) throw new InvalidStateError("Result is not ready.");
    return this._resultOrThrow() as T;
  }

  /**
   * Returns the exception; null for a success.
   *
   * @throws CancelledError if the future was cancelled
   * @throws InvalidStateError if the future is not done
   */
  exception(): unknown {
    if (this._state < FINISHED) throw new InvalidStateError("Exception is not set.");
    if (this._state === CANCELLED) throw this._cancelledError();
    if (this._state === FINISHED) return null;
    this._markRetrieved();
    return this._value;
  }

  /** Sets the result. @throws InvalidStateError if the future is done */
  setResult(result: T): void {
    checkPending(this);
    this._settle(FINISHED, result);
  }

  /**
   * Sets the exception, which is thrown into every awaiter.
   *
   * @param exception any value; of an error class a new error is made
   * @throws InvalidStateError if the future is done
   */
  setException(exception: unknown): void {
    checkPending(this);
    const isClass = typeof exception === "function" && exception.prototype instanceof Error;
    this._settle(UNRETRIEVED, isClass ? new (exception as new () => Error)() : exception);
  }

  /**
   * Cancels the future, unless it is done.
   *
   * @param message the message of the CancelledError that awaiters get
   * @returns whether this call cancelled the future
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
   * Schedules `fn` to be called with this future once it is done. Callbacks run in a later pass, in the order they were added,
   * also if the future is done already.
   *
   * @param options.context the context of the call; a copy of the current one by default
   */
  addDoneCallback(fn: (future: this) => unknown, options: { context?: Context } = {}): void {
    checkCallback("addDoneCallback", fn);
    checkOptions("addDoneCallback", options);
    addWaiter(this, new DoneCallback(fn as never, contextFor("addDoneCallback", options.context)));
  }

  /** Removes every callback equal to `fn`, and returns how many there were. */
  removeDoneCallback(fn: (future: this) => unknown): number {
    return removeWaiters(this, (waiter) => waiter instanceof DoneCallback && waiter.fn === fn);
  }

  /**
   * Same as `then` of a promise. It settles together with the future, not by `callSoon`, also after the loop has closed. A loop
   * that closes rejects the promises of its unfinished futures.
   */
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: any) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    const view = (this._ensureExtras().promiseView ??= new PromiseView(this, this._loop));
    return (view.promise as Promise<T>).then(onFulfilled, onRejected);
  }

  /** Returns the future itself, for `yield*`. */
  [Symbol.iterator](): Iterator<Trap, T, any> {
    return this as unknown as Iterator<Trap, T, any>;
  }

  /** @internal */
  next(_sent?: unknown): IteratorResult<any, T> {
    const { parked } = traps;
    if (this._state >= FINISHED) return completed(this._resultOrThrow() as T);
    if (HAS_DIAGNOSTICS && traps.probe !== null) {
      traps.probe.at = new Error();
      return parked;
    }
    if (this._state !== PENDING) {
      if (this._state === AWAITED) this._state = PENDING;
      throw new Error(`await wasn't used with future: ${this} was iterated by hand; write \`yield*\``);
    }
    this._state = AWAITED;
    traps.suspensions = 0;
    parked.value = this;
    // `yield*` always passes an argument. The iterator of a program, which may hand the result on, mostly does not.
    return arguments.length === 0 ? { ...parked } : parked;
  }

  /** @internal V8 requires `throw` and `return` under `yield*`. After an iteration by hand that stops, the future can be awaited again. */
  throw(error: unknown): never {
    if (this._state === AWAITED) this._state = PENDING;
    throw error;
  }
  /** @internal */
  return(value: unknown): IteratorResult<never, unknown> {
    if (this._state === AWAITED) this._state = PENDING;
    return { done: true, value };
  }

  /** @internal Settles the future, and enqueues its waiters. */
  _settle(state: number, value: unknown): void {
    const task = this._settleForTask(state, value);
    if (task === null) return;
    this._loop._enqueueWoken(task);
  }

  /** @internal Settles the future. Returns a task that is its only waiter, for the caller to run; enqueues other waiters. */
  _settleForTask(state: number, value: unknown): Runnable | null {
    this._state = state;
    this._value = value;
    this._extras?.promiseView?.settle();
    const waiters = this._waiters;
    if (waiters === null) {
      if (state === UNRETRIEVED) this._reportUnretrieved();
      return null;
    }
    this._waiters = null;
    const task = waiters as Task<unknown>;
    if (task.isTask && task._loop === this._loop) return task;
    notifyWaiters(this, waiters);
    return null;
  }

  /** @internal Returns the result of a done future, or throws its error. */
  _resultOrThrow(): unknown {
    if (this._state === FINISHED) return this._value;
    if (this._state === CANCELLED) throw this._cancelledError();
    this._markRetrieved();
    throw this._value;
  }

  /** @internal Passes the outcome of a done future on. */
  _settleInto(resolve: (value: T) => void, reject: (error: unknown) => void): void {
    let result: T;
    try {
      result = this._resultOrThrow() as T;
    } catch (error) {
      return reject(error);
    }
    resolve(result);
  }

  /** @internal Returns the error for one awaiter of a cancelled future. The first awaiter of a task gets the error that it threw. */
  _cancelledError(): CancelledError {
    const error = this._value;
    if (!isCancelledError(error)) return new CancelledError(error as string | undefined);
    this._value = undefined;
    return error;
  }

  /** @internal Marks the exception as retrieved, so that it is not reported. */
  _markRetrieved(): void {
    if (this._state !== UNRETRIEVED) return;
    this._state = FAILED;
    this._extras?.onRetrieved?.();
  }

  /** @internal All waiters are notified: from now on, an unretrieved exception is one to report, once however many waiters come later. */
  _reportUnretrieved(): void {
    if (this._state === UNRETRIEVED && !this._extras?.onRetrieved) this._loop._neverRetrieved.add(this);
  }

  /** @internal Returns the stack where the future was created, as a detail of a report. Empty outside debug mode. */
  _sourceTraceback(): { sourceTraceback?: string | undefined } {
    const origin = this._extras?.origin;
    return HAS_DIAGNOSTICS && origin ? { sourceTraceback: origin.stack } : {};
  }

  /** @internal */
  _ensureExtras(): TaskExtras {
    return (this._extras ??= new TaskExtras());
  }

  /** Returns the state and the outcome, or the awaited future, as text. */
  toString(): string {
    if (nesting > 2) return "...";
    nesting++;
    try {
      return bounded(`<${nameOf(this)} ${this._describe().join(" ")}>`);
    } finally {
      nesting--;
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

/** Returns the loop of a new future if its options name none. @throws TypeError if they name something else */
function loopFor(future: Future<any>, options: { loop?: EventLoop | undefined }): EventLoop {
  checkOptions(nameOf(future), options);
  const { loop } = options;
  if (loop === undefined || loop === null) return getEventLoop();
  throw wrongArgument(nameOf(future), "an event loop", loop);
}

/** Records the stack where a future is created. */
function recordOrigin(future: Future<any>): void {
  future._ensureExtras().origin = new Error(`${nameOf(future)} created here`);
}

function checkPending(future: Future<any>): void {
  if (future._state >= FINISHED) throw new InvalidStateError(`invalid state: ${future} is done already`);
}

/** Returns whether a value is a Future or a Task, of any copy of this package. */
export const isFuture = branded("Future") as (value: unknown) => value is Future<unknown>;

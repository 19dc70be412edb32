import { checkOptions, dispose, repr } from "@asyncio-ts/loop/lowlevel";
import { CancelledError, type EventLoop, Future, getEventLoop, isCoroutine } from "@asyncio-ts/tasks";
import { adoptPromise, checkCanAwaitPromises, isThenable } from "@asyncio-ts/tasks/lowlevel";
import { type PromiseReaction, type PromiseWait, waitForPromise } from "./promise-waits.ts";

/** The options of `fromPromise`. */
export interface FromPromiseOptions {
  /** Whether a cancelled wait ends only when the promise has settled; false by default. */
  settle?: boolean | undefined;
}

/** The future of a promise, with its own `cancel`: it aborts a signal, releases host work, or waits for the promise to settle. */
class PromiseFuture<T> extends Future<T> implements PromiseWait<T> {
  /** Aborts the work behind the promise; null for a promise that was passed in. */
  readonly #controller: AbortController | null;
  /** Held until the promise has settled or the wait was cancelled; null for a promise that was passed in. */
  readonly #hostWork: Disposable | null;
  readonly #settle: boolean;
  /** The cancellation that waits for the promise to settle, or null. */
  #pendingCancel: CancelledError | null = null;
  #promiseSettled = false;
  /** The wait for the promise. A cancellation leaves it, so that the promise keeps nothing of this future. */
  #reaction: PromiseReaction<T> | null = null;
  /** Settles the promise that this future adopts. */
  #resolve!: (value: T) => void;
  #reject!: (reason: unknown) => void;

  /** @param work the function that returns the promise, or null for a promise that was passed in */
  constructor(loop: EventLoop, settle: boolean, work: ((signal: AbortSignal) => unknown) | null) {
    super({ loop });
    this.#settle = settle;
    this.#controller = work === null ? null : new AbortController();
    this.#hostWork = work === null ? null : loop.hostWork(`fromPromise(${repr(work)})`);
  }

  get signal(): AbortSignal {
    return this.#controller!.signal;
  }

  /** Settles the future as `promise` settles. */
  adopt(promise: PromiseLike<T>): void {
    const settled = new Promise<T>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    void adoptPromise(this.getLoop(), settled, this);
    this.#reaction = waitForPromise(promise, this);
  }

  onFulfilled(value: T): void {
    this.#onPromiseSettled();
    if (this.#pendingCancel === null) this.#resolve(value);
    else this.#reject(this.#pendingCancel);
  }

  onRejected(reason: unknown): void {
    this.#onPromiseSettled();
    this.#reject(this.#pendingCancel !== null && this.#isAbort(reason) ? this.#pendingCancel : reason);
  }

  override cancel(message?: string): boolean {
    if (this.done() || this.#promiseSettled) return super.cancel(message);
    if (this.#settle) {
      if (this.#pendingCancel !== null) return true;
      this.#pendingCancel = new CancelledError(message);
    } else {
      super.cancel(message);
      this.#reaction?.leave();
      this.#reaction = null;
      this.#hostWork?.[dispose]();
    }
    this.#controller?.abort(new CancelledError(message));
    return true;
  }

  #onPromiseSettled(): void {
    this.#promiseSettled = true;
    this.#hostWork?.[dispose]();
  }

  /** Whether a rejection only reports the abort. Any other error is passed on. */
  #isAbort(reason: unknown): boolean {
    if (this.#controller !== null && reason === this.signal.reason) return true;
    try {
      return reason instanceof CancelledError || (reason as Error | null | undefined)?.name === "AbortError";
    } catch {
      // A rejection may be anything, also a revoked proxy.
      return false;
    }
  }
}

/**
 * Returns a future of a promise, or of the promise that a function returns.
 *
 * Cancelling the future ends the wait at once, and aborts the function's signal with a CancelledError as the reason. A later
 * settlement of the promise is ignored. With `settle: true` the wait continues until the promise has settled. The future is
 * then cancelled, unless the promise rejected with an error other than the abort: that error becomes the future's exception.
 *
 * The promise of a function counts as host work of the loop. A promise that is passed in does not, because a task of the loop
 * may be going to settle it.
 *
 * @param work a promise or another thenable, or a function that receives an AbortSignal and returns one; an error that the
 *   function throws becomes the future's exception
 * @param options.settle whether a cancelled wait ends only when the promise has settled; false by default
 * @throws TypeError when `work` is neither a thenable nor a function, or an option is invalid
 * @throws Error on a loop that owns its thread, where no promise can settle; the function is not called
 *
 * @example
 * ```ts
 * import { fromPromise } from "@asyncio-ts/promise";
 * import { run, TimeoutError, waitFor } from "@asyncio-ts/tasks";
 *
 * const slow = (signal: AbortSignal) =>
 *   new Promise<string>((resolve) => {
 *     const timer = setTimeout(() => resolve("late"), 60_000);
 *     signal.addEventListener("abort", () => clearTimeout(timer));
 *   });
 *
 * await run(function* () {
 *   console.log(yield* fromPromise(Promise.resolve("at once"))); // prints at once
 *   try {
 *     yield* waitFor(fromPromise(slow), 10);
 *   } catch (error) {
 *     console.log(error instanceof TimeoutError); // prints true
 *   }
 * });
 * ```
 */
export function fromPromise<T>(work: PromiseLike<T> | ((signal: AbortSignal) => PromiseLike<T>), options?: FromPromiseOptions): Future<T> {
  const loop = getEventLoop();
  const settle = options !== undefined && settleOf(options);
  if (typeof work === "function") return fromWork(loop, settle, work);
  if (!isThenable(work)) throw new TypeError(`fromPromise: a promise or a function that returns one was expected, got ${textOf(work)}`);
  if (!settle) return adoptPromise(loop, work);
  const future = new PromiseFuture<T>(loop, settle, null);
  future.adopt(work);
  return future;
}

function settleOf(options: FromPromiseOptions): boolean {
  checkOptions("fromPromise", options);
  const { settle = false } = options;
  if (typeof settle !== "boolean") throw new TypeError(`fromPromise: a boolean was expected as settle, got ${repr(settle)}`);
  return settle;
}

function fromWork<T>(loop: EventLoop, settle: boolean, work: (signal: AbortSignal) => PromiseLike<T>): Future<T> {
  checkCanAwaitPromises(loop);
  const future = new PromiseFuture<T>(loop, settle, work);
  future.adopt(promiseOf(work, future.signal));
  return future;
}

/** Calls `work`, and returns its promise, or a rejected one with its error. */
function promiseOf<T>(work: (signal: AbortSignal) => PromiseLike<T>, signal: AbortSignal): PromiseLike<T> {
  try {
    const promise = work(signal);
    if (isThenable(promise)) return promise;
    throw new TypeError(`fromPromise: a promise was expected from ${repr(work)}, got ${textOf(promise)}`);
  } catch (error) {
    return Promise.reject(error);
  }
}

function textOf(value: unknown): string {
  return isCoroutine(value) ? "a coroutine, which createTask runs" : repr(value);
}

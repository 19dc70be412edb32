import { dispose, repr } from "@asyncio-ts/loop/lowlevel";
import { CancelledError, type EventLoop, Future, getEventLoop, isCoroutine } from "@asyncio-ts/tasks";
import { checkCanWait } from "./promise-loop.ts";
import { isThenable } from "./thenable.ts";

/** How to wait for a promise. */
export interface FromPromiseOptions {
  /** Whether a cancelled wait ends only when the promise has settled; false by default. */
  settle?: boolean | undefined;
}

/** The outcome of a promise, for which more is to be done at a cancellation than to stop waiting. */
class Operation<T> extends Future<T> {
  /** Aborts what gave the promise; null for one that was handed in. */
  readonly #controller: AbortController | null;
  /** Held until the promise has settled, or nobody waits for it any more. */
  readonly #work: Disposable | null;
  readonly #settle: boolean;
  /** The request to cancel that waits for the promise to settle. */
  #cancelling: { message: string | undefined } | null = null;
  #settled = false;

  /** @param source what gives the promise, if it was not handed in */
  constructor(loop: EventLoop, settle: boolean, source: ((signal: AbortSignal) => unknown) | null) {
    super({ loop });
    this.#settle = settle;
    this.#controller = source === null ? null : new AbortController();
    this.#work = source === null ? null : loop.hostWork(`fromPromise(${repr(source)})`);
  }

  get signal(): AbortSignal {
    return this.#controller!.signal;
  }

  /** Takes the outcome of `promise` over. */
  follow(promise: PromiseLike<T>): void {
    const outcome = native(promise).then(
      (value) => {
        this.#settles();
        if (this.#cancelling !== null) throw new CancelledError(this.#cancelling.message);
        return value;
      },
      (reason: unknown) => {
        this.#settles();
        if (this.#cancelling !== null && this.#isAbort(reason)) throw new CancelledError(this.#cancelling.message);
        throw reason;
      },
    );
    this.getLoop().adoptPromise(outcome, this);
  }

  override cancel(message?: string): boolean {
    if (this.done() || this.#settled) return super.cancel(message);
    if (this.#settle) {
      if (this.#cancelling !== null) return true;
      this.#cancelling = { message };
    } else {
      super.cancel(message);
      this.#work?.[dispose]();
    }
    this.#controller?.abort(new CancelledError(message));
    return true;
  }

  #settles(): void {
    this.#settled = true;
    this.#work?.[dispose]();
  }

  /** Whether the promise only says that it was aborted. What else went wrong meanwhile is not to be hidden. */
  #isAbort(reason: unknown): boolean {
    if (reason instanceof CancelledError || (reason as Error | null | undefined)?.name === "AbortError") return true;
    return this.#controller !== null && reason === this.signal.reason;
  }
}

/** A promise of the host, whose `then` may be called more than once, and calls back once. */
function native<T>(promise: PromiseLike<T>): Promise<T> {
  return promise instanceof Promise ? (promise as Promise<T>) : (Promise.resolve(promise) as Promise<T>);
}

/**
 * Waits for a promise, or for one that a function gives once it has an AbortSignal.
 *
 * Cancelling the future ends the wait at once and aborts the signal, its reason a CancelledError; however the promise settles
 * then, nobody is bothered. With `settle` the wait goes on until it has settled: then the future is cancelled, or fails with
 * what the promise rejected with in place of the abort.
 *
 * What a function starts is host work of its loop; a promise that is handed in is not.
 *
 * @param work a promise or another thenable, or a function that gives one; what it throws is the future's exception
 * @param options.settle whether a cancelled wait ends only when the promise has settled; false by default
 * @throws TypeError when `work` is neither
 * @throws Error on a loop that owns its thread, where no promise can settle; nothing is started
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
  const settle = options?.settle === true;
  if (typeof work === "function") return started(loop, settle, work);
  if (!isThenable(work)) throw new TypeError(`fromPromise: a promise or a function that gives one was expected, got ${repr(work)}`);
  if (!settle) return loop.adoptPromise(work);
  const operation = new Operation<T>(loop, settle, null);
  operation.follow(work);
  return operation;
}

function started<T>(loop: EventLoop, settle: boolean, work: (signal: AbortSignal) => PromiseLike<T>): Future<T> {
  checkCanWait(loop);
  const operation = new Operation<T>(loop, settle, work);
  operation.follow(promiseOf(work, operation.signal));
  return operation;
}

/** What `work` gives, or a rejection with what it throws. */
function promiseOf<T>(work: (signal: AbortSignal) => PromiseLike<T>, signal: AbortSignal): PromiseLike<T> {
  try {
    const promise = work(signal);
    if (isThenable(promise)) return promise;
    const given = isCoroutine(promise) ? "a coroutine, which createTask runs" : repr(promise);
    throw new TypeError(`fromPromise: ${repr(work)} was expected to give a promise, and gave ${given}`);
  } catch (error) {
    return Promise.reject(error);
  }
}

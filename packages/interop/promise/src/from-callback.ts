import { dispose, driverOf, isAsyncFunction, repr } from "@asyncio-ts/loop/lowlevel";
import { type EventLoop, Future, getEventLoop, isCoroutine, isCoroutineFunction } from "@asyncio-ts/tasks";

/** A Node-style callback. Call it with an error, or with `null` and the value. */
export type Callback<T> = (error?: any, value?: T) => void;

/** The future of a callback's first call. */
class CallbackFuture<T> extends Future<T> {
  /** Held until the first call or a cancellation. Null on a loop that owns its thread, where only the loop itself can call back. */
  readonly #hostWork: Disposable | null;
  #cancelHook: (() => void) | null = null;

  constructor(loop: EventLoop, start: unknown) {
    super({ loop });
    this.#hostWork = driverOf(loop).ownsThread ? null : loop.hostWork(`fromCallback(${repr(start)})`);
  }

  /** Calls `start`. Its error becomes the exception, unless the callback was called before. */
  start(start: (callback: Callback<T>) => (() => void) | void): void {
    try {
      const cancelHook: unknown = start((error, value) => this.#onCall(error, value as T));
      if (isCoroutine(cancelHook)) throw new TypeError(`fromCallback: ${repr(start)} returned a coroutine, which never ran`);
      if (typeof cancelHook === "function" && !this.done()) this.#cancelHook = cancelHook as () => void;
    } catch (error) {
      if (this.#release()) this.setException(error);
    }
  }

  override cancel(message?: string): boolean {
    const cancelled = super.cancel(message);
    const cancelHook = this.#cancelHook;
    this.#release();
    if (cancelled && cancelHook !== null) this.#callCancelHook(cancelHook);
    return cancelled;
  }

  #callCancelHook(cancelHook: () => void): void {
    try {
      cancelHook();
    } catch (exception) {
      const message = `Exception in the cancel hook of fromCallback, ${repr(cancelHook)}`;
      this.getLoop().callExceptionHandler({ message, exception, future: this });
    }
  }

  #onCall(error: unknown, value: T): void {
    if (!this.#release()) return;
    if (error) this.setException(error);
    else this.setResult(value);
  }

  /** Releases the host work and the cancel hook. Returns whether the future can still be settled. */
  #release(): boolean {
    this.#cancelHook = null;
    this.#hostWork?.[dispose]();
    return !this.done() && !this.getLoop().isClosed();
  }
}

/**
 * Returns a future of a callback's first call, with `(error, value)` as in Node's APIs.
 *
 * The future counts as host work until that call or a cancellation, except on a loop that owns its thread.
 *
 * @param start begins the work, and is called at once with the callback; its error becomes the future's exception. It may
 *   return a cancel hook, which a cancellation of the future calls
 * @returns a future of the value; an error that the callback receives becomes its exception
 * @throws TypeError when `start` is not a function, or is a `function*` or an async function
 *
 * @example
 * ```ts
 * import { fromCallback } from "@asyncio-ts/promise";
 * import { run } from "@asyncio-ts/tasks";
 *
 * await run(function* () {
 *   const answer = yield* fromCallback<number>((callback) => {
 *     const timer = setTimeout(() => callback(null, 42), 5);
 *     return () => clearTimeout(timer);
 *   });
 *   console.log(answer); // prints 42
 * });
 * ```
 */
export function fromCallback<T = void>(start: (callback: Callback<T>) => (() => void) | void): Future<T> {
  if (typeof start !== "function") throw new TypeError(`fromCallback: a function was expected, got ${repr(start)}`);
  if (isCoroutineFunction(start)) throw new TypeError(`fromCallback: a function was expected, got ${repr(start)}, which createTask runs`);
  if (isAsyncFunction(start)) {
    throw new TypeError(`fromCallback: a function was expected, got ${repr(start)}, whose promise fromPromise awaits`);
  }
  const future = new CallbackFuture<T>(getEventLoop(), start);
  future.start(start);
  return future;
}

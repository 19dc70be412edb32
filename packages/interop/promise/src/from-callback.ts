import { dispose, repr } from "@asyncio-ts/loop/lowlevel";
import { type EventLoop, Future, getEventLoop } from "@asyncio-ts/tasks";

/** What is called with an error, or else with `null` and the value. */
export type Callback<T> = (error?: any, value?: T) => void;

/** What a callback will be called with. */
class Answer<T> extends Future<T> {
  /** Held until it is called. A loop that owns its thread hears of nothing from outside, so there it is the loop's own work. */
  readonly #work: Disposable | null;
  #cancelHook: (() => void) | null = null;

  constructor(loop: EventLoop, source: unknown) {
    super({ loop });
    this.#work = loop.driver.ownsThread ? null : loop.hostWork(`fromCallback(${repr(source)})`);
  }

  /** Calls `start`. What it throws is the answer, unless there was one. */
  ask(start: (callback: Callback<T>) => (() => void) | void): void {
    try {
      const cancelHook = start((error, value) => this.#answer(error, value as T));
      if (typeof cancelHook === "function" && !this.done()) this.#cancelHook = cancelHook;
    } catch (error) {
      if (this.#end()) this.setException(error);
    }
  }

  override cancel(message?: string): boolean {
    const cancelled = super.cancel(message);
    const cancelHook = this.#cancelHook;
    this.#end();
    if (cancelled && cancelHook !== null) this.#call(cancelHook);
    return cancelled;
  }

  #call(cancelHook: () => void): void {
    try {
      cancelHook();
    } catch (exception) {
      this.getLoop().callExceptionHandler({ message: `Exception in ${repr(cancelHook)} of fromCallback`, exception, future: this });
    }
  }

  #answer(error: unknown, value: T): void {
    if (!this.#end()) return;
    if (error) this.setException(error);
    else this.setResult(value);
  }

  /** Lets go of the host. Gives whether the answer still matters. */
  #end(): boolean {
    this.#cancelHook = null;
    this.#work?.[dispose]();
    return !this.done() && !this.getLoop().isClosed();
  }
}

/**
 * Waits for a callback that is called once, with `(error, value)` as Node's are.
 *
 * What `start` has begun is host work of a loop that rides on the host.
 *
 * @param start begins the work and passes the callback on; it may give a function that is called when the future is cancelled
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
  const answer = new Answer<T>(getEventLoop(), start);
  answer.ask(start);
  return answer;
}

import type { Awaits, Coroutine } from "@asyncio-ts/tasks";
import { fromPromise } from "./from-promise.ts";
import { toPromise } from "./to-promise.ts";

/**
 * An async function that runs a coroutine function as a task: for code that wants promises.
 *
 * @param fn a `function*`; it gets the same `this` and arguments
 *
 * @example
 * ```ts
 * import { toAsyncFunction } from "@asyncio-ts/promise";
 * import { sleep } from "@asyncio-ts/tasks";
 *
 * const double = toAsyncFunction(function* (n: number) {
 *   yield* sleep(1);
 *   return 2 * n;
 * });
 *
 * console.log(await Promise.all([1, 2, 3].map((n) => double(n)))); // prints [ 2, 4, 6 ]
 * ```
 */
export function toAsyncFunction<This, A extends unknown[], T>(
  fn: (this: This, ...args: A) => Coroutine<T>,
): (this: This, ...args: A) => Promise<Awaited<T>> {
  return named(fn, function (this: This, ...args: A) {
    return toPromise<T>((() => fn.apply(this, args)) as (() => Coroutine<T>) & Awaits<T>);
  });
}

/**
 * A coroutine function that calls an async function and waits for its promise: for coroutines that call code with promises.
 *
 * The function is called in the first step of the coroutine, so `currentSignal()` is there for it until it first awaits.
 * Cancelling the coroutine ends the wait at once; the call goes on unless it heeds that signal.
 *
 * @param fn an async function; it gets the same `this` and arguments
 *
 * @example
 * ```ts
 * import { fromAsyncFunction } from "@asyncio-ts/promise";
 * import { gather, run } from "@asyncio-ts/tasks";
 *
 * const double = fromAsyncFunction(async (n: number) => 2 * n);
 *
 * await run(function* () {
 *   console.log(yield* gather(double(1), double(2))); // prints [ 2, 4 ]
 * });
 * ```
 */
export function fromAsyncFunction<This, A extends unknown[], T>(
  fn: (this: This, ...args: A) => PromiseLike<T>,
): (this: This, ...args: A) => Coroutine<T> {
  return named(fn, function* (this: This, ...args: A): Coroutine<T> {
    return yield* fromPromise(() => fn.apply(this, args));
  });
}

/** Gives `wrapper` the name and the length of `fn`. */
function named<F extends (...args: any[]) => unknown>(fn: { name: string; length: number }, wrapper: F): F {
  const { name, length } = fn;
  return Object.defineProperties(wrapper, { name: { value: name }, length: { value: length } });
}

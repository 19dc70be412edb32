import { isAsyncFunction, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, isCoroutineFunction } from "@asyncio-ts/tasks";
import { fromPromise } from "./from-promise.ts";
import { toPromise } from "./to-promise.ts";

/**
 * Wraps a coroutine function in an async function. Each call runs the coroutine as a task.
 *
 * @param fn a `function*`; it receives the same `this` and arguments as the async function
 * @throws TypeError when `fn` is not a function, or is an async function
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
  if (typeof fn !== "function" || isAsyncFunction(fn)) throw wrongArgument("toAsyncFunction", "a function*", fn);
  return withNameAndLength(fn, function (this: This, ...args: A) {
    // `fn.apply` may be anything: the proxies of RPC clients answer to every name.
    return toPromise(() => Reflect.apply(fn, this, args));
  });
}

/**
 * Wraps an async function in a coroutine function. The coroutine calls it and waits for its promise.
 *
 * The call happens in the first step of the coroutine, so the async function may use `currentSignal()` before its first `await`.
 * Cancelling the coroutine ends the wait at once. The call itself continues unless it observes that signal.
 *
 * @param fn an async function; it receives the same `this` and arguments as the coroutine function
 * @throws TypeError when `fn` is not a function, or is a `function*`
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
  if (typeof fn !== "function") throw new TypeError(`fromAsyncFunction: an async function was expected, got ${repr(fn)}`);
  if (isCoroutineFunction(fn))
    throw new TypeError(`fromAsyncFunction: an async function was expected, got ${repr(fn)}, which needs no bridge`);
  return withNameAndLength(fn, function* (this: This, ...args: A): Coroutine<T> {
    return yield* fromPromise(() => Reflect.apply(fn, this, args));
  });
}

/** Copies the name and the length of `fn` to `wrapper`, and returns `wrapper`. */
function withNameAndLength<F extends (...args: any[]) => unknown>(fn: { name: string; length: number }, wrapper: F): F {
  const { name, length } = fn;
  return Object.defineProperties(wrapper, { name: { value: name }, length: { value: length } });
}

import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine, Startable } from "./awaitable.ts";
import { isAsyncFunction, isCoroutine, isGenerator } from "./generator.ts";
import { runOperation } from "./operation.ts";

/**
 * Returns the generator of a startable.
 *
 * @param caller the function named in the error
 * @throws TypeError if `startable` is neither a coroutine nor a function that returns one
 */
export function coroutineOf<T>(caller: string, startable: Startable<T>): Coroutine<T> {
  const starts = typeof startable === "function" && !isAsyncFunction(startable);
  const coro: unknown = starts ? startable() : startable;
  if (isGenerator(coro)) return coro;
  if (isCoroutine(coro)) return runOperation(coro as Coroutine<T>);
  // The caller hears of the mistake here, and cannot handle the promise.
  if (starts && coro instanceof Promise) coro.catch(() => {});
  throw wrongArgument(caller, "a coroutine or a function*", coro);
}

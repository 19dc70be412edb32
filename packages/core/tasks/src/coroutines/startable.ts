import { isAsyncFunction, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine, Startable } from "./awaitable.ts";
import { isCoroutine, isGenerator } from "./generator.ts";
import { runOperation } from "./operation.ts";

/**
 * Returns the generator of a startable.
 *
 * @param caller the function named in the error
 * @throws TypeError if `startable` is neither a coroutine nor a function that returns one
 */
export function coroutineOf<T>(caller: string, startable: Startable<T>): Coroutine<T> {
  return typeof startable !== "function" && isGenerator(startable) ? startable : otherCoroutineOf(caller, startable);
}

function otherCoroutineOf<T>(caller: string, startable: Startable<T>): Coroutine<T> {
  // An async function is not called, because no task would run the work that it starts.
  const coro: unknown = typeof startable === "function" && !isAsyncFunction(startable) ? startable() : startable;
  if (isGenerator(coro)) return coro;
  if (isCoroutine(coro)) return runOperation(coro as Coroutine<T>);
  throw wrongArgument(caller, "a coroutine or a function*", coro);
}

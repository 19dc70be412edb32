import { repr } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine, Startable } from "./awaitable.ts";
import { isCoroutine, isGenerator } from "./generator.ts";
import { runOperation } from "./operation.ts";

/**
 * The generator that runs a startable.
 *
 * @param who names the caller in the error
 * @throws TypeError when there is none
 */
export function coroutineOf<T>(who: string, startable: Startable<T>): Coroutine<T> {
  const coro: unknown = typeof startable === "function" ? startable() : startable;
  if (isGenerator(coro)) return coro;
  if (isCoroutine(coro)) return runOperation(coro as Coroutine<T>);
  throw new TypeError(`${who}: a coroutine or a function* was expected, got ${repr(coro)}`);
}

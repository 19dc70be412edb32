import { repr } from "@asyncio-ts/loop/kit";
import type { Coroutine, Startable } from "./awaitable.ts";
import { isCoroutine, isGenerator } from "./generator.ts";
import { operate } from "./operation.ts";

/**
 * The generator that runs a startable.
 *
 * @param who names the caller in the error
 * @throws TypeError when there is none
 */
export function coroutineOf<T>(who: string, startable: Startable<T>): Coroutine<T> {
  const coro: unknown = typeof startable === "function" ? startable() : startable;
  if (isGenerator(coro)) return coro;
  if (isCoroutine(coro)) return operate(coro as Coroutine<T>);
  throw new TypeError(`${who}: a coroutine or a function* was expected, got ${repr(coro)}`);
}

import type { Coroutine } from "./awaitable.ts";

/** Key of a marked function's name, on the function and on the prototype of its coroutines. */
export const COROUTINE_NAME: unique symbol = Symbol.for("asyncio-ts/1 coroutine") as never;

/** Returns the name of a marked coroutine; null for other coroutines. */
export function coroutineName(coroutine: Coroutine<unknown>): string | null {
  return (coroutine as { [COROUTINE_NAME]?: string })[COROUTINE_NAME] ?? null;
}

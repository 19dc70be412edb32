import type { Coroutine } from "./awaitable.ts";

/** On a marked function and on the prototype of its coroutines: the function's name. */
export const COROUTINE_NAME: unique symbol = Symbol.for("asyncio-ts/1 coroutine") as never;

/** The name of a marked coroutine; null for others. */
export function coroutineName(coroutine: Coroutine<unknown>): string | null {
  return (coroutine as { [COROUTINE_NAME]?: string })[COROUTINE_NAME] ?? null;
}

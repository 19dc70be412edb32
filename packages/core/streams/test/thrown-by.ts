import type { Awaitable, Coroutine } from "@asyncio-ts/tasks";

/** Returns the error that an awaitable throws. @throws Error if it throws none */
export function* thrownBy(awaitable: Awaitable<unknown>): Coroutine<unknown> {
  let result: unknown;
  try {
    result = yield* awaitable;
  } catch (error) {
    return error;
  }
  throw new Error(`an error was expected, got ${String(result)}`);
}

import type { Awaitable, Coroutine } from "@asyncio-ts/tasks";

/** Awaits an awaitable that must fail, and returns its error. */
export function* thrown(awaitable: Awaitable<unknown>): Coroutine<any> {
  let value: unknown;
  try {
    value = yield* awaitable;
  } catch (error) {
    return error;
  }
  throw new Error(`an error was expected, got the result ${String(value)}`);
}

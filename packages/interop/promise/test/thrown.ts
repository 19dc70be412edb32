import { type Awaitable, type Coroutine } from "@asyncio-ts/tasks";

/** Awaits what is to fail, and gives the error. */
export function* thrown(awaitable: Awaitable<unknown>): Coroutine<any> {
  let value: unknown;
  try {
    value = yield* awaitable;
  } catch (error) {
    return error;
  }
  throw new Error(`an error was expected, got the result ${String(value)}`);
}

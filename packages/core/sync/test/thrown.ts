import type { Awaitable, Coroutine } from "@asyncio-ts/tasks";

/** Awaits what is to throw, and gives what it throws. */
export function* thrown(awaitable: Awaitable<unknown>): Coroutine<unknown> {
  try {
    yield* awaitable;
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

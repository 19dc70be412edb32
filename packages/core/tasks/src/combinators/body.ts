import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Awaitable } from "../coroutines/awaitable.ts";
import { isCoroutine, refuseAsync } from "../coroutines/generator.ts";
import { isAwaitable } from "../kernel/ensure-future.ts";

const BODY = "a body that is a function*";

/** @throws TypeError if a body is no function, or one that starts a promise */
export function checkBody(caller: string, body: unknown): void {
  if (typeof body !== "function") throw wrongArgument(caller, BODY, body);
  refuseAsync(caller, BODY, body);
}

/** Returns the operand for `yield*` that a body has returned. @throws TypeError if it is none */
export function checkBodyResult<T>(caller: string, result: Awaitable<T>): Awaitable<T> {
  if (isCoroutine(result) || isAwaitable(result)) return result;
  throw wrongArgument(caller, `${BODY} or returns a coroutine`, result);
}

import { isAsyncFunction, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Awaitable } from "../coroutines/awaitable.ts";
import { foreign } from "../coroutines/foreign-iterator.ts";
import { isCoroutine } from "../coroutines/generator.ts";
import { isAwaitable } from "../kernel/ensure-future.ts";
import { isFuture } from "../kernel/future.ts";

const BODY = "a body that is a function*";

/** Checks a body. @throws TypeError if it is no function, or an async one */
export function checkBody(caller: string, body: unknown): void {
  if (typeof body !== "function" || isAsyncFunction(body)) throw wrongArgument(caller, BODY, body);
}

/** Returns the operand for `yield*` that a body has returned. @throws TypeError if it is none */
export function checkBodyResult<T>(caller: string, result: Awaitable<T>): Awaitable<T> {
  if (isCoroutine(result) || isFuture(result)) return result as Awaitable<T>;
  if (isAwaitable(result)) return foreign(caller, result);
  throw wrongArgument(caller, `${BODY} or returns a coroutine`, result);
}

import { checkOptions, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Awaitable, AwaitableLike, Coroutine, Startable } from "../coroutines/awaitable.ts";
import { foreign } from "../coroutines/foreign-iterator.ts";
import { isCoroutine } from "../coroutines/generator.ts";
import { adoptPromise } from "./adopt-promise.ts";
import type { EventLoop } from "./event-loop.ts";
import { type Future, isFuture } from "./future.ts";
import { checkLoop } from "./check-loop.ts";
import { getEventLoop } from "./running-loop.ts";
import { canAwait } from "./shared-futures.ts";

/**
 * Returns a future of anything that can be awaited. Futures and tasks are returned unchanged, coroutines become tasks, promises
 * are adopted.
 *
 * Mirrors `asyncio.ensure_future`.
 *
 * @param options.loop the loop of the future; `getEventLoop()` by default
 * @throws TypeError if the value cannot be awaited
 * @throws Error if the future belongs to another loop, and one of the two owns its thread
 */
export function ensureFuture<T>(awaitable: AwaitableLike<T> | Startable<T>, options: { loop?: EventLoop } = {}): Future<T> {
  checkOptions("ensureFuture", options);
  const { loop } = options;
  if (loop !== undefined) checkLoop("ensureFuture", loop);
  return futureOf("ensureFuture", awaitable, loop);
}

/** Same as `ensureFuture`, for the caller that errors name. */
export function futureOf<T>(caller: string, awaitable: AwaitableLike<T> | Startable<T>, given?: EventLoop): Future<T> {
  // Coroutines are the most frequent.
  if (isCoroutine(awaitable)) return (given ?? getEventLoop()).createTask(awaitable as Startable<T>);
  if (isFuture(awaitable)) {
    if (given === undefined || canAwait(given, awaitable)) return awaitable as Future<T>;
    throw new Error(`${caller}: a future of the given loop was expected, got ${awaitable}`);
  }
  const loop = given ?? getEventLoop();
  if (typeof awaitable === "function") return loop.createTask(awaitable as Startable<T>);
  if (isAwaitable(awaitable)) return loop.createTask(awaits(foreign(caller, awaitable)));
  if (isThenable(awaitable)) return adoptPromise(loop, awaitable as PromiseLike<T>);
  throw wrongArgument(caller, "a future, coroutine, promise or other awaitable", awaitable);
}

function* awaits<T>(awaitable: Awaitable<T>): Coroutine<T> {
  return yield* awaitable;
}

/** Returns whether `yield*` can await a value. Strings, arrays and other collections are iterable, but nothing to await. */
export function isAwaitable<T>(value: Awaitable<T> | PromiseLike<T>): value is Awaitable<T> {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<Awaitable<T>>)[Symbol.iterator] === "function" &&
    !isCollection(value)
  );
}

function isCollection(value: object): boolean {
  return Array.isArray(value) || value instanceof Map || value instanceof Set || ArrayBuffer.isView(value);
}

/** Returns whether `await` would wait for a value. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}

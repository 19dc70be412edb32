import { repr } from "@asyncio-ts/loop/lowlevel";
import type { Awaitable, AwaitableLike, Coroutine, Startable } from "../coroutines/awaitable.ts";
import type { EventLoop } from "./event-loop.ts";
import { Future, isFuture } from "./future.ts";
import { isCoroutine } from "../coroutines/generator.ts";
import { getEventLoop } from "./running-loop.ts";

/**
 * A future of whatever can be awaited: futures and tasks stay themselves, coroutines become tasks, promises are adopted.
 *
 * Mirrors `asyncio.ensure_future`.
 *
 * @param options.loop the loop it is to belong to; `getEventLoop()` by default
 * @throws TypeError when the value can't be awaited
 * @throws Error when the future belongs to another loop
 */
export function ensureFuture<T>(awaitable: AwaitableLike<T> | Startable<T>, options: { loop?: EventLoop } = {}): Future<T> {
  // First, so that nothing is looked up on most.
  if (isCoroutine(awaitable)) return (options.loop ?? getEventLoop()).createTask(awaitable as Startable<T>);
  if (isFuture(awaitable)) {
    if (options.loop !== undefined && options.loop !== awaitable._loop) {
      throw new Error(`ensureFuture: the future belongs to a different loop than the one given: ${awaitable}`);
    }
    return awaitable as Future<T>;
  }
  const loop = options.loop ?? getEventLoop();
  if (typeof awaitable === "function") return loop.createTask(awaitable as Startable<T>);
  if (isAwaitable(awaitable)) return loop.createTask(awaits(awaitable));
  if (isThenable(awaitable)) return loop.adoptPromise(awaitable as PromiseLike<T>);
  throw new TypeError(`ensureFuture: a future, a coroutine, a promise or another awaitable was expected, got ${repr(awaitable)}`);
}

function* awaits<T>(awaitable: Awaitable<T>): Coroutine<T> {
  return yield* awaitable;
}

/** Whether `yield*` takes it. Strings, arrays and the like are iterable too, but nothing to wait for. */
export function isAwaitable<T>(value: Awaitable<T> | PromiseLike<T>): value is Awaitable<T> {
  return typeof value === "object" && value !== null && Symbol.iterator in value && !isCollection(value);
}

function isCollection(value: object): boolean {
  return Array.isArray(value) || value instanceof Map || value instanceof Set || ArrayBuffer.isView(value);
}

/** Whether `await` waits for it. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}

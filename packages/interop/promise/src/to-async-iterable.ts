import { repr } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "@asyncio-ts/tasks";
import { type Producer, Production } from "./producer-iterator.ts";

/**
 * An async iterable of what coroutines produce.
 *
 * The producer runs as a task, and only while an item is wanted. Whoever breaks out of a `for await` cancels it, and waits for
 * its clean-up. A coroutine function runs anew for each iteration.
 *
 * @param producer a source or an iterable, or a coroutine function that emits items: `function* (emit) { yield* emit(1); }`
 * @param options.loop the loop to run it on; `getEventLoop()` by default
 * @throws TypeError when `producer` is none of them
 *
 * @example
 * ```ts
 * import { toAsyncIterable } from "@asyncio-ts/promise";
 * import { sleep } from "@asyncio-ts/tasks";
 *
 * const numbers = toAsyncIterable<number>(function* (emit) {
 *   try {
 *     for (let n = 1; ; n++) {
 *       yield* sleep(1);
 *       yield* emit(n);
 *     }
 *   } finally {
 *     console.log("cleaned up");
 *   }
 * });
 *
 * for await (const n of numbers) {
 *   console.log(n);
 *   if (n === 2) break;
 * }
 * console.log("done");
 * // prints 1
 * // prints 2
 * // prints cleaned up
 * // prints done
 * ```
 */
export function toAsyncIterable<T>(producer: Producer<T>, options: { loop?: EventLoop | undefined } = {}): AsyncIterable<T, undefined> {
  if (!isProducer(producer)) {
    throw new TypeError(`toAsyncIterable: a source, an iterable or a function* (emit) was expected, got ${repr(producer)}`);
  }
  return { [Symbol.asyncIterator]: () => new Production(producer, options.loop) };
}

function isProducer(value: unknown): boolean {
  if (typeof value === "function") return true;
  const source = value as Partial<Iterable<unknown> & AsyncIterable<unknown> & { next: unknown }> | null | undefined;
  return [source?.next, source?.[Symbol.iterator], source?.[Symbol.asyncIterator]].some((method) => typeof method === "function");
}

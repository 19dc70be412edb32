import { checkOptions } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "@asyncio-ts/tasks";
import { checkLoop } from "@asyncio-ts/tasks/lowlevel";
import { checkProducer, type Producer, ProducerIterator } from "./producer-iterator.ts";

/**
 * Returns an async iterable of the items of a producer.
 *
 * The producer runs as a task, and only while an item is wanted. A `break` from a `for await` loop cancels that task and waits
 * for its clean-up. Each iteration calls a coroutine function anew.
 *
 * @param producer a source, an iterable, or a coroutine function that emits items: `function* (emit) { yield* emit(1); }`
 * @param options.loop the loop that runs the producer; `getEventLoop()` by default
 * @returns an async iterable; its iterators throw the producer's error once
 * @throws TypeError when `producer` is none of these, or an option is invalid
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
  checkProducer("toAsyncIterable", producer);
  checkOptions("toAsyncIterable", options);
  const { loop } = options;
  if (loop !== undefined) checkLoop("toAsyncIterable", loop);
  return { [Symbol.asyncIterator]: () => new ProducerIterator(producer, loop) };
}

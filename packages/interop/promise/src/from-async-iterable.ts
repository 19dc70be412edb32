import { repr } from "@asyncio-ts/loop/lowlevel";
import type { Source } from "@asyncio-ts/tasks";
import { AsyncIteratorSource } from "./async-iterator-source.ts";

/**
 * Adapts an async iterable to a source.
 *
 * A cancelled wait ends at once, and the next read receives its item. Closing the source closes the iterator and waits for
 * that. It does not wait while an item is pending, because an async generator closes only after its pending `next()`.
 *
 * Several readers take turns, in the order of their calls. If the iterable fails, one reader gets its error, the others the end.
 *
 * @param iterable an async iterable, such as an async generator or a Node stream
 * @returns a source; its `next()` throws the iterable's error
 * @throws TypeError when `iterable` is not an async iterable
 *
 * @example
 * ```ts
 * import { fromAsyncIterable } from "@asyncio-ts/promise";
 * import { forEach, run } from "@asyncio-ts/tasks";
 *
 * async function* letters() {
 *   yield "a";
 *   yield "b";
 * }
 *
 * await run(function* () {
 *   yield* forEach(fromAsyncIterable(letters()), function* (letter) {
 *     console.log(letter);
 *   });
 * });
 * // prints a
 * // prints b
 * ```
 */
export function fromAsyncIterable<T>(iterable: AsyncIterable<T>): Source<T> {
  if (typeof (iterable as Partial<AsyncIterable<T>> | null | undefined)?.[Symbol.asyncIterator] !== "function") {
    throw new TypeError(`fromAsyncIterable: an async iterable was expected, got ${repr(iterable)}`);
  }
  const iterator = iterable[Symbol.asyncIterator]();
  if (typeof (iterator as Partial<AsyncIterator<T>> | null | undefined)?.next !== "function") {
    throw new TypeError(`fromAsyncIterable: an async iterator was expected from ${repr(iterable)}, got ${repr(iterator)}`);
  }
  return new AsyncIteratorSource("fromAsyncIterable", iterator);
}

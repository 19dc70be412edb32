import { repr } from "@asyncio-ts/loop/lowlevel";
import type { Source } from "@asyncio-ts/tasks";
import { Pulled } from "./async-iterator-source.ts";

/**
 * The items of an async iterable as a source.
 *
 * A cancelled wait ends at once, and its item comes next. Closing the source closes the iterator, and waits for that unless an
 * item is still to come: an async generator would close only after a `next` that may never come.
 *
 * @throws TypeError when it is no async iterable
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
  return new Pulled(iterable[Symbol.asyncIterator]());
}

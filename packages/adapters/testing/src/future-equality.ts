import { type Future, isFuture } from "@asyncio-ts/tasks";

/**
 * Compares futures for `toEqual`: the same future, or two that are done with equal outcomes.
 *
 * Vitest would iterate over a future, since a future is its own iterator.
 */
export const futureEquality = {
  equal(this: { equals(a: unknown, b: unknown): boolean }, a: unknown, b: unknown): boolean | undefined {
    if (!isFuture(a) && !isFuture(b)) return undefined;
    if (a === b) return true;
    return isFuture(a) && isFuture(b) && a.done() && b.done() && this.equals(outcomeOf(a), outcomeOf(b));
  },
};

function outcomeOf(future: Future<unknown>): unknown {
  if (future.cancelled()) return { cancelled: true };
  const exception = future.exception();
  return exception === null ? { result: future.result() } : { exception };
}

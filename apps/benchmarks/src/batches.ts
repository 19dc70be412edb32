/** Yields the sizes of the batches of a number of operations. The last batch may be smaller. */
export function* batchSizes(operations: number, size: number): Generator<number, void> {
  for (let left = operations; left > 0; left -= size) yield Math.min(left, size);
}

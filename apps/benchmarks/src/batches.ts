/** Splits a number of operations into batches: their sizes. */
export function* inBatches(operations: number, size: number): Generator<number, void> {
  for (let left = operations; left > 0; left -= size) yield Math.min(left, size);
}

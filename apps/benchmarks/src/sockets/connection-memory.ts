/** Returns the bytes that `open` leaves on the heap and in buffers, for each connection. */
export function* bytesPerConnection<Y>(connections: number, open: () => Generator<Y, void, any>): Generator<Y, number, any> {
  const before = usedBytes();
  yield* open();
  return (usedBytes() - before) / connections;
}

function usedBytes(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

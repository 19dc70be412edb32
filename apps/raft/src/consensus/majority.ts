/** Returns the number of nodes that form a majority of a cluster. Two majorities have a node in common. */
export function majorityOf(nodes: number): number {
  return Math.floor(nodes / 2) + 1;
}

/** Returns the highest number that a majority of the nodes has reached. */
export function reachedByMajority(numbers: readonly number[]): number {
  const descending = [...numbers].sort((a, b) => b - a);
  return descending[majorityOf(numbers.length) - 1]!;
}

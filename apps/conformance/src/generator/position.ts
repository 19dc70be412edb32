/** Blocks nested deeper than this hold no further blocks. */
export const MAX_DEPTH = 4;

/** The position of a statement in a program. */
export interface Position {
  /**
   * The rank of the task that runs the statement. A task awaits only tasks of a higher rank, since a cycle of awaits would make
   * `cancel` recurse without end. A nested coroutine ranks half a step above the task that creates it.
   */
  readonly rank: number;
  /** Whether a statement may suspend here: false in callbacks and scripts. */
  readonly canSuspend: boolean;
  /** True in a callback and in the tasks that it starts: they run once for each time that the callback is added. */
  readonly repeats: boolean;
  /** The number of statements around this one. */
  readonly depth: number;
}

/** Returns a position in a block of a statement. */
export function inBlock(position: Position): Position {
  return { ...position, depth: position.depth + 1 };
}

/** Returns a position in a coroutine that is created there. */
export function inCoroutine(position: Position): Position {
  return { ...position, rank: position.rank + 0.5, canSuspend: true, depth: position.depth + 1 };
}

/** Returns a position in a callback that is added there. */
export function inCallback(position: Position): Position {
  return { ...position, canSuspend: false, repeats: true, depth: position.depth + 1 };
}

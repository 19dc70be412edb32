import { type Coroutine, sleep } from "@asyncio-ts/tasks";

/** A random action on a primitive. Each harness gives the numbers their meaning. */
export interface Action {
  kind: number;
  /** How long to hold an acquired resource: 0 not at all, 1 for a pass, else milliseconds. */
  hold: number;
  /** The position of the waiting task that is cancelled in the step that wakes waiters. */
  victim: number;
}

/** A primitive under random use, with its invariants. */
export interface Harness {
  perform(action: Action): Coroutine<void>;
  /** Called when no task is ready to run: no task may wait for a resource that is available. */
  checkQuiescent(): void;
  /** Called after all tasks have ended: the primitive must be as new. */
  checkFinal(): Coroutine<void>;
}

export function* hold(action: Action): Coroutine<void> {
  if (action.hold > 0) yield* sleep(action.hold - 1);
}

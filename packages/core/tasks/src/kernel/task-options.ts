import type { Context } from "@asyncio-ts/loop";

/** How to make a task: the same in `createTask`, `loop.createTask` and `group.createTask`. */
export interface TaskOptions {
  /** Its name; `Task-N` by default. */
  name?: string | undefined;
  /** The very context of its steps; a copy of the current one by default. */
  context?: Context | undefined;
  /** Begin at once, inside the creator's step, when its loop is the running one. */
  eagerStart?: boolean | undefined;
}
